import { describe, expect, it } from 'vitest';
import { isNeverOptimised, neutraliseIr, takesInFiles } from '../../src/build/neutral-ir.ts';
import { withTargetFeatures } from '../../src/build/own-features.ts';
import type { TargetAttributes } from '../../src/toolchain/ir-attributes.ts';

const DEFAULT: TargetAttributes = { cpu: 'x86-64', features: '+cx8,+sse2', tune: 'generic' };
const PLAIN = '"target-cpu"="x86-64" "target-features"="+cx8,+sse2" "tune-cpu"="generic"';
const AVX2 = '"target-cpu"="x86-64" "target-features"="+avx2,+cx8,+sse2" "tune-cpu"="generic"';
const HASWELL = '"target-cpu"="haswell" "target-features"="+avx2,+bmi"';
const NO_SSE = '"target-cpu"="x86-64" "target-features"="+cx8,-sse2" "tune-cpu"="generic"';
const NOCONA = '"target-cpu"="nocona" "target-features"="+cx8,+sse2" "tune-cpu"="generic"';
const TUNED = '"target-cpu"="x86-64" "target-features"="+cx8,+sse2" "tune-cpu"="skylake"';

/** A module as clang 22 prints it, with one function for each attribute group given. */
function moduleWith(...groups: string[]): Buffer {
  const functions = groups.map(
    (_, n) => `define dso_local i32 @f${n}(i32 noundef %0) #${n} {\n  ret i32 %0\n}`,
  );
  const attributes = groups.map((group, n) => `attributes #${n} = { ${group} }`);
  return Buffer.from(
    `; ModuleID = 'a.c'\nsource_filename = "a.c"\n\n${functions.join('\n\n')}\n\n${attributes.join('\n')}\n\n!0 = !{i32 1}\n`,
  );
}

function neutralText(module: Buffer, unitDefault?: TargetAttributes): string {
  return neutraliseIr(module, unitDefault).text.toString();
}

describe('neutralising IR', () => {
  it('takes all three target attributes off functions that asked for nothing, and leaves the rest of the group', () => {
    const module = moduleWith(
      `noinline nounwind "stack-protector-buffer-size"="8" ${PLAIN} "no-trapping-math"="true"`,
    );
    const text = neutralText(module, DEFAULT);
    expect(text).toContain(
      'attributes #0 = { noinline nounwind "stack-protector-buffer-size"="8" "no-trapping-math"="true" }',
    );
    expect(text).not.toMatch(/target-cpu|target-features|tune-cpu/u);
  });

  it('changes nothing outside of attribute groups', () => {
    const module = moduleWith(`nounwind ${PLAIN}`);
    const before = module
      .toString()
      .split('\n')
      .filter((line) => !line.startsWith('attributes'));
    const after = neutralText(module, DEFAULT)
      .split('\n')
      .filter((line) => !line.startsWith('attributes'));
    expect(after).toEqual(before);
  });

  it.each([
    ['a feature', AVX2, '"target-features"="+avx2"'],
    ['a feature less', NO_SSE, '"target-features"="-sse2"'],
    ['a whole CPU', HASWELL, HASWELL],
    ['a CPU that has the same features', NOCONA, NOCONA],
    ['only another tuning', TUNED, '"tune-cpu"="skylake"'],
  ])('keeps and counts a function that asked for %s', (_, group, kept) => {
    const result = neutraliseIr(moduleWith(`nounwind ${PLAIN}`, `nounwind ${group}`), DEFAULT);
    expect(result.pinnedFunctions).toBe(1);
    expect(result.text.toString()).toContain(`attributes #1 = { nounwind ${kept} }`);
    expect(result.addsFeatures).toBe(group === AVX2 || group === NO_SSE);
  });

  it('puts a target’s features, CPU and tuning in front of what a function adds to them', () => {
    const groups = [`nounwind ${PLAIN}`, `nounwind ${AVX2}`, `nounwind ${HASWELL}`];
    const neutral = neutraliseIr(moduleWith(...groups), DEFAULT).text;
    const v3 = { cpu: 'x86-64-v3', features: '+bmi,-sse4a', tune: 'znver4' };
    const text = withTargetFeatures(neutral, v3).toString();
    expect(text).toContain(
      'attributes #1 = { nounwind "target-cpu"="x86-64-v3" "target-features"="+bmi,-sse4a,+avx2" "tune-cpu"="znver4" }',
    );
    expect(text).toContain('attributes #0 = { nounwind }');
    expect(text).toContain(`attributes #2 = { nounwind ${HASWELL} }`);
  });

  it('tells groups apart whose numbers begin alike', () => {
    const groups = [`cold ${AVX2}`, ...Array<string>(11).fill(`nounwind ${PLAIN}`), `hot ${AVX2}`];
    const result = neutraliseIr(moduleWith(...groups), DEFAULT);
    expect(result.pinnedFunctions).toBe(2);
    expect(result.text.toString()).toContain('attributes #1 = { nounwind }');
    expect(result.text.toString()).toContain('attributes #12 = { hot "target-features"="+avx2" }');
  });

  it('leaves no group without attributes, which LLVM would refuse', () => {
    expect(neutralText(moduleWith(PLAIN), DEFAULT)).toMatch(/attributes #0 = \{ \S+ \}/u);
  });

  it('does not count the intrinsic headers’ own always-inline helpers as pinned', () => {
    const module = moduleWith(`nounwind ${PLAIN}`, `alwaysinline nounwind ${AVX2}`);
    expect(neutraliseIr(module, DEFAULT).pinnedFunctions).toBe(0);
  });

  it('counts every pinned function, though they share one group', () => {
    const twice = moduleWith(`nounwind ${PLAIN}`, `nounwind ${AVX2}`)
      .toString()
      .replace('\nattributes #0', '\ndefine i32 @g() #1 {\n  ret i32 0\n}\n\nattributes #0');
    expect(neutraliseIr(Buffer.from(twice), DEFAULT).pinnedFunctions).toBe(2);
  });

  it('finds a function’s group behind quoted names, sections, comdats and personalities that look like one', () => {
    const text = moduleWith(`nounwind ${PLAIN}`, `nounwind ${AVX2}`)
      .toString()
      .replace(
        'define dso_local i32 @f1(i32 noundef %0) #1 {',
        'define linkonce_odr i32 @"odd #0 (name)"(i32 noundef %0) unnamed_addr #1 section ".text.#0" comdat($x) align 2 personality ptr @__gxx_personality_v0 !dbg !7 {',
      );
    expect(neutraliseIr(Buffer.from(text), DEFAULT).pinnedFunctions).toBe(1);
  });

  it('takes what most functions carry for the default of bitcode from elsewhere', () => {
    const result = neutraliseIr(
      moduleWith(`nounwind ${HASWELL}`, `cold ${HASWELL}`, `nounwind ${AVX2}`),
    );
    expect(result.neutralised?.cpu).toBe('haswell');
    expect(result.pinnedFunctions).toBe(1);
    expect(result.text.toString()).toContain(`attributes #2 = { nounwind ${AVX2} }`);
  });

  it('takes what all others add to for that default, however few functions have it', () => {
    const kernels = [`hot ${AVX2}`, `hot ${AVX2}`, `hot ${AVX2}`];
    const result = neutraliseIr(moduleWith(...kernels, `nounwind ${PLAIN}`));
    expect(result.neutralised).toEqual(DEFAULT);
    expect(result.pinnedFunctions).toBe(3);
    expect(result.text.toString()).toContain('attributes #0 = { hot "target-features"="+avx2" }');
    expect(result.text.toString()).toContain('attributes #3 = { nounwind }');
  });

  it('takes what functions have that are only declared for that default, where all others add to it', () => {
    const declared = `declare i32 @puts(ptr) #2\n\nattributes #2 = { ${PLAIN} }\n`;
    const hot = Buffer.from(`${moduleWith(`hot ${AVX2}`, `hot ${HASWELL}`).toString()}${declared}`);
    const result = neutraliseIr(hot);
    expect(result.neutralised).toEqual(DEFAULT);
    expect(result.text.toString()).toContain('attributes #0 = { hot "target-features"="+avx2" }');
    expect(result.text.toString()).toContain(`attributes #1 = { hot ${HASWELL} }`);
  });

  it('keeps features in text that names no CPU, as neutral IR itself', () => {
    const neutral = neutraliseIr(moduleWith(`hot ${PLAIN}`, `hot ${AVX2}`), DEFAULT).text;
    const again = neutraliseIr(neutral);
    expect(again.text.equals(neutral)).toBe(true);
    expect(again.addsFeatures).toBe(true);
  });

  it('says nothing was neutralised where no function names a CPU', () => {
    const module = moduleWith('nounwind');
    const result = neutraliseIr(module);
    expect(result.neutralised).toBeUndefined();
    expect(result.text.equals(module)).toBe(true);
  });

  it('tells IR that the optimiser has been through', () => {
    expect(neutraliseIr(moduleWith(`nounwind ${PLAIN}`), DEFAULT).alreadyOptimised).toBe(false);
    expect(neutraliseIr(moduleWith(`nofree nounwind ${PLAIN}`), DEFAULT).alreadyOptimised).toBe(
      true,
    );
    const one = moduleWith(`nounwind ${PLAIN}`, `nosync nounwind ${PLAIN}`);
    expect(neutraliseIr(one, DEFAULT).alreadyOptimised).toBe(true);
    const tail = one
      .toString()
      .replace('nosync', 'cold')
      .replace('ret i32', 'tail call void @g()\n  ret i32');
    expect(neutraliseIr(Buffer.from(tail), DEFAULT).alreadyOptimised).toBe(true);
    const vectorised = Buffer.concat([
      moduleWith(PLAIN),
      Buffer.from('!9 = !{!"llvm.loop.isvectorized", i32 1}\n'),
    ]);
    expect(neutraliseIr(vectorised, DEFAULT).alreadyOptimised).toBe(true);
  });

  it('tells where the front end itself decided by the CPU', () => {
    const plain = moduleWith(`nounwind ${PLAIN}`, `nounwind ${AVX2}`).toString();
    const asks = (text: string): boolean => neutraliseIr(Buffer.from(text), DEFAULT).asksTarget;
    expect(asks(plain)).toBe(false);
    const argument = 'ptr noundef byval(<8 x float>) align 32 %0';
    expect(asks(plain.replace('@f0(i32 noundef %0)', `@f0(${argument})`))).toBe(true);
    // What another file defines is passed the same way, and what a structure holds.
    expect(asks(`${plain}declare void @g(${argument})\n`)).toBe(true);
    expect(asks(`%struct.S = type { <4 x double> }\n${plain}`)).toBe(true);
    expect(asks(`${plain}declare void @g(<16 x i8>, <3 x ptr>, <64 x i1>)\n`)).toBe(false);
    expect(asks(plain.replace('@f0(i32 noundef %0)', '@f0(<4 x float> %0)'))).toBe(false);
    expect(asks(`${plain}@text = constant [9 x i8] c"one half\\00"\n`)).toBe(false);
    expect(asks(`${plain}declare i32 @half(ptr)\n`)).toBe(false);
    expect(asks(plain.replace('ret i32 %0', '%2 = load <4 x half>, ptr %1\n  ret i32 %0'))).toBe(
      true,
    );
    const atomic = (call: string): string => plain.replace('ret i32 %0', `${call}\n  ret i32 %0`);
    expect(asks(atomic('call void @__atomic_load(i64 noundef 16, ptr %1, ptr %2, i32 5)'))).toBe(
      true,
    );
    expect(asks(atomic('%2 = call i128 @__atomic_load_16(ptr %1, i32 5)'))).toBe(true);
    expect(asks(atomic('call void @__atomic_load(i64 noundef 24, ptr %1, ptr %2, i32 5)'))).toBe(
      false,
    );
    expect(asks(plain.replace('ret i32 %0', '%2 = fpext half %1 to float\n  ret i32 %0'))).toBe(
      true,
    );
  });

  it('tells IR of an -O0 compile, which no optimiser will touch', () => {
    expect(neutraliseIr(moduleWith(`noinline optnone ${PLAIN}`), DEFAULT).neverOptimised).toBe(
      true,
    );
    expect(
      neutraliseIr(moduleWith(PLAIN, `noinline optnone ${PLAIN}`), DEFAULT).neverOptimised,
    ).toBe(false);
  });

  it('looks, for that, at functions of the source alone', () => {
    const optnone = `noinline optnone ${PLAIN}`;
    const named = (name: string): Buffer =>
      Buffer.from(moduleWith(optnone, `noinline ${PLAIN}`).toString().replace('@f1', name));
    for (const made of [
      '@__clang_call_terminate',
      '@_GLOBAL__sub_I_a.cpp',
      '@_ZTW5value',
      '@_ZTH5value',
    ])
      expect(isNeverOptimised(named(made))).toBe(true);
    for (const own of ['@_ZTV5value', '@mine']) expect(isNeverOptimised(named(own))).toBe(false);
    expect(isNeverOptimised(moduleWith(optnone, `alwaysinline ${PLAIN}`))).toBe(true);
    // No function at all is no sign of anything.
    expect(isNeverOptimised(moduleWith())).toBe(false);
  });

  it('sees where assembly takes in files', () => {
    const inline = (text: string): Buffer => Buffer.from(`module asm "${text}"\n`);
    for (const text of [
      '.incbin \\22table.bin\\22',
      '.INCLUDE \\22a.s\\22',
      'x: .include\\09\\22a\\22',
    ])
      expect(takesInFiles(inline(text))).toBe(true);
    for (const text of ['.included', '.incbin.data', '.incbin$1', 'incbin', ''])
      expect(takesInFiles(inline(text))).toBe(false);
  });

  describe('of rustc', () => {
    const CPU = '"target-cpu"="x86-64"';
    const ADDED = '"target-features"="+avx,+avx2"';
    const rustModule = (...groups: string[]): Buffer =>
      Buffer.concat([
        moduleWith(...groups),
        Buffer.from(
          '!llvm.ident = !{!1}\n!1 = !{!"rustc version 1.95.0 (59807616e 2026-04-14)"}\n',
        ),
      ]);

    it('keeps what a function adds to the CPU, and lets the command line name that CPU', () => {
      const result = neutraliseIr(
        rustModule(`nonlazybind ${CPU}`, `nonlazybind ${CPU} ${ADDED}`, `nonlazybind ${CPU}`),
      );
      expect(result.text.toString()).toContain(`attributes #1 = { nonlazybind ${ADDED} }`);
      expect(result.text.toString()).not.toContain('target-cpu');
      expect(result.pinnedFunctions).toBe(0);
    });

    it('does so in a module of nothing but such functions', () => {
      const text = neutralText(rustModule(`nonlazybind ${CPU} ${ADDED}`));
      expect(text).toContain(`attributes #0 = { nonlazybind ${ADDED} }`);
    });

    it('takes off the whole list that `native` stands for', () => {
      const native = '"target-cpu"="znver4" "target-features"="+avx2,-sse4a"';
      expect(neutralText(rustModule(`nonlazybind ${native}`))).not.toMatch(/target-/u);
    });
  });
});
