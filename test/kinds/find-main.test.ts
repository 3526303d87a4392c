import { describe, expect, it } from 'vitest';
import { findMain } from '../../src/kinds/find-main.ts';

describe('the main function of a source', () => {
  it.each([
    'int main(void) { return 0; }',
    'int main() {}',
    'int\nmain (int argc, char **argv)\n{ }',
    'void f(void) { if (1) { } }\nint main() { f(); }',
    'main() { }',
    'auto main() -> int { }',
    'int main() noexcept(true) { }'.replace('(true)', ''),
    'int main(int argc, char *argv[]) try { } catch (...) { }',
    'extern "C" { int main(void) { } }',
    'extern "C" int main(void) { }',
    'int main(argc, argv) int argc; char **argv; { }',
    'int main(void) __attribute__((noinline)) { }',
    'int main(void);\nint main(void) { }',
    '#ifdef A\nint f() {\n#else\nint f(int x) {\n#endif\n}\nint main() { }',
    "char c = '\"'; int main() { }",
    "int n = 1'000'000; int main() { }",
    'const char *s = R"x(" int main() { )x"; int main() { }',
    'const char *s = "\\\n"; int main() { }',
    'struct A { int main() { return 1; } };\nint main() { }',
  ])('is found in %j, where its body is', (source) => {
    const at = findMain(source);
    expect(at).toBe(source.lastIndexOf('main'));
  });

  it.each([
    '',
    'int mainly() { }',
    'int domain() { }',
    'int main(void);',
    'int main(int, char **) __attribute__((noreturn));',
    '// int main() { }',
    '/* int main() { } */',
    '// joined \\\nint main() { }',
    'const char *s = "int main() { }";',
    'auto s = R"(\nint main() { }\n)";',
    '#define main() {',
    '#define X \\\nint main() { }',
    'void f() { main(); }',
    'int x = main() { }',
    'void f() { return main(0); }',
    'void f() { a.main() ; }',
    'namespace n { int main() { } }',
    'struct A { int main() { return 1; } };',
    'int main',
    'int main(',
    '/* unterminated int main() { }',
  ])('is not found in %j', (source) => {
    expect(findMain(source)).toBeUndefined();
  });

  it('is looked for in a large hostile source without hanging', () => {
    for (const piece of ['/*', '"', "'", 'R"(', '(', '{', 'main(', 'main()', '#\\\n', 'int a;']) {
      expect(findMain(piece.repeat(20_000))).toBeUndefined();
    }
  });
});
