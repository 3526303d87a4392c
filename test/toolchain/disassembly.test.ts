// Listings of llvm-objdump, read: what code says stays, where it lies does not.
import { describe, expect, it } from 'vitest';
import { parseDisassembly } from '../../src/toolchain/disassembly.ts';

/** As llvm-objdump 22 prints it; the first line names the file. */
function listing(lines: readonly string[]): string {
  return ['', 'a.o:\tfile format elf64-x86-64', '', ...lines, ''].join('\n');
}

describe('parseDisassembly', () => {
  it('gives each function its section and its instructions with what they refer to', () => {
    const text = listing([
      'Disassembly of section .text:',
      '',
      '0000000000000000 <scale>:',
      '       0:      \tmulsd\t(%rip), %xmm0           # 0x8 <scale+0x8>',
      '\t\t0000000000000004:  R_X86_64_PC32\t.LCPI0_0-0x4',
      '       8:      \tjmp\t0xd <scale+0xd>',
      '\t\t0000000000000009:  R_X86_64_PLT32\texternal-0x4',
      '',
      'Disassembly of section .text.unlikely.:',
      '',
      '0000000000000000 <rare>:',
      '       0:      \tmovabsq\t$0x28f5c28f5c28f5c3, %r12 # imm = 0x28F5C28F5C28F5C3',
      '       a:      \tretq',
    ]);
    expect(parseDisassembly(text)).toEqual([
      {
        name: 'scale',
        section: '.text',
        code: ['mulsd (%rip), %xmm0 R_X86_64_PC32 .LCPI_0-0x4', 'jmp R_X86_64_PLT32 external-0x4'],
      },
      {
        name: 'rare',
        section: '.text.unlikely.',
        code: ['movabsq $0x28f5c28f5c28f5c3, %r12', 'retq'],
      },
    ]);
  });

  it('takes one loop at two places, with other padding before it, for the same code', () => {
    const near = listing([
      'Disassembly of section .text:',
      '',
      '0000000000000000 <loop>:',
      '       0:      \txorl\t%eax, %eax',
      '       2:      \tincl\t%eax',
      '       4:      \tjne\t0x2 <loop+0x2>',
      '       6:      \tcallq\t0x10 <helper>',
      '       b:      \tleaq\t0x7(%rip), %rax          # 0x19 <table>',
    ]);
    const far = listing([
      'Disassembly of section .text:',
      '',
      '0000000000000140 <loop>:',
      '     140:      \txorl\t%eax, %eax',
      '     142:      \tnopw\t%cs:(%rax,%rax)',
      '     150:      \tincl\t%eax',
      '     152:      \tjne\t0x150 <loop+0x10>',
      '     154:      \tcallq\t0x200 <helper>',
      '     159:      \tleaq\t0x1107(%rip), %rax       # 0x1267 <table>',
      '     160:      \tnopl\t(%rax)',
    ]);
    const [first] = parseDisassembly(near);
    expect(first?.code).toEqual([
      'xorl %eax, %eax',
      'incl %eax',
      'jne @1',
      'callq helper',
      'leaq (%rip), %rax table',
    ]);
    expect(parseDisassembly(far)).toEqual([first]);
  });

  it('takes the number off a string that the optimiser made, and leaves it at those of the source', () => {
    const text = (string: string): string =>
      listing([
        'Disassembly of section .text:',
        '',
        '0000000000000000 <help>:',
        '       0:      \tleaq\t(%rip), %rdi            # 0x7 <help+0x7>',
        `\t\t0000000000000003:  R_X86_64_PC32\t${string}-0x4`,
      ]);
    const code = (string: string): string | undefined =>
      parseDisassembly(text(string))[0]?.code.at(0);
    // What a direct compile and one by way of IR call the same string of a `puts`.
    expect(code('.Lstr.69')).toBe(code('.Lstr.1'));
    expect(code('.Lstr.69')).toBe(code('.Lstr'));
    expect(code('.Lswitch.table.help.2')).toBe(code('.Lswitch.table.help'));
    expect(code('.L.str.69')).not.toBe(code('.L.str.1'));
    expect(code('.Lswitch.table.help')).not.toBe(code('.Lswitch.table.main'));
  });
});
