// A CPU with compile flags behind it, as clang itself takes them together: which features it then has, and what else the flags change.
import * as z from 'zod';
import { NATIVE, type Cpu, type TargetSpec } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { remember } from './answer-cache.ts';
import { ATTRIBUTE, enabledFeatures, parseTargetAttributes } from './ir-attributes.ts';
import { cpuIdentity } from './machine-identity.ts';
import { clangIdentity, compileProbe } from './probe.ts';
import { plainFlags } from './target-flags.ts';
import { cpuNotCompiled } from './messages/tools.ts';

/** What flags do to the front end's IR, beside the CPU's features, which the command line of code generation decides anew. */
export type FlagEffect =
  /** Nothing. */
  | { readonly kind: 'features' }
  /** Attributes of functions, which code generation reads there and nowhere else: written so, without those of the CPU. */
  | {
      readonly kind: 'attributes';
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }
  /** Something else: only a front end that is told of them makes the code. */
  | { readonly kind: 'front end' };

const answerSchema = z.object({
  features: z.array(z.string()),
  effect: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('features') }),
    z.object({
      kind: z.literal('attributes'),
      added: z.array(z.string()),
      removed: z.array(z.string()),
    }),
    z.object({ kind: z.literal('front end') }),
  ]),
});

interface Answer {
  readonly features: readonly string[];
  readonly effect: FlagEffect;
}

/** The CPU's features with these flags, or clang's own words where it does not take one of them. */
export async function cpuWithFlags(
  toolchain: Toolchain,
  spec: TargetSpec,
  plain: Cpu,
  signal?: AbortSignal,
): Promise<{ readonly features: readonly string[] } | { readonly complaint: string }> {
  const answer = await ask(toolchain, spec, signal);
  if ('complaint' in answer) return answer;
  const had = new Set(plain.features);
  return { features: answer.features.filter((name) => had.has(name) || !isHabit(name)) };
}

/** What the probe, which is C, cannot show: constants that are merged, and all of vtables. */
const UNSEEN =
  /^-f(?:no-)?(?:merge-all-constants|assume-unique-vtables|force-emit-vtables|strict-vtable-pointers)$/u;

/** What a target's flags change besides its features. @throws {FailureError} toolchain-broken. */
export async function flagEffect(
  toolchain: Toolchain,
  spec: TargetSpec,
  signal?: AbortSignal,
): Promise<FlagEffect> {
  if (spec.flags.length === 0) return { kind: 'features' };
  if (spec.flags.some((flag) => UNSEEN.test(flag))) return { kind: 'front end' };
  const answer = await ask(toolchain, spec, signal);
  return 'complaint' in answer ? { kind: 'front end' } : answer.effect;
}

/** What LLVM lists among features and is no ability of a CPU: which instructions to prefer, and how. */
function isHabit(feature: string): boolean {
  return /^(?:prefer-|fast-|slow-|harden-sls|lvi-|retpoline|seses|use-|vzeroupper|soft-float|outline-atomics|fix-cortex-|reserve-|strict-align|branch-hint)/u.test(
    feature,
  );
}

/** Where flags that act in the front end show: arithmetic that may wrap, floats, memory of two types, calls of the library, loops. */
const SOURCE = `
double sqrt(double); void *memcpy(void *, const void *, unsigned long); int other(int);
struct mixed { char c; double d; long double l; unsigned bits : 3; };
static int sum(const int *p, int n) { int s = 0; for (int i = 0; i < n; i++) s += p[i] * 3; return s; }
double probe(double a, float b, struct mixed *m, int *p, int n, char c) {
  float f = b * 2 + (float)n; m->d = sqrt(a) / f; m->bits = c; p[0] = c >> 1; p[n + 1] = other(n);
  if (a != a || b < 0) memcpy(p, m, 64); switch (n) { case 1: return 1; case 2: return b; case 3: return f; case 4: p[1] = 2; }
  return a * b + sum(p, n) + (int)f + (double)m->l;
}
`;

/** Complaints are not remembered: they cost one compile, and end what was asked for. */
async function ask(
  toolchain: Toolchain,
  spec: TargetSpec,
  signal: AbortSignal | undefined,
): Promise<Answer | { readonly complaint: string }> {
  const identity = await clangIdentity(toolchain);
  const asksHost = spec.cpu === NATIVE || spec.flags.includes(`-mtune=${NATIVE}`);
  const here = asksHost ? await cpuIdentity(signal) : '';
  const flags = plainFlags(toolchain, spec);
  let complaint: string | undefined;
  const answer = await remember<Answer | undefined>(
    ['flagged-cpu', identity, here, ...flags],
    answerSchema.optional(),
    async () => {
      // As a compile that optimises: only then the front end writes what the optimiser reads.
      const compile = (own: readonly string[]) =>
        compileProbe(toolchain, { source: SOURCE, language: 'c', flags: ['-O2', ...own] }, signal);
      const strict = ['-Werror=unused-command-line-argument', '-Werror=overriding-option'];
      const [plain, own] = await Promise.all([
        compile(flags.slice(0, 1)),
        compile([...flags, ...strict]),
      ]);
      if ('complaint' in own) complaint = own.complaint;
      if ('complaint' in own || 'complaint' in plain) return undefined;
      return {
        features: enabledFeatures(parseTargetAttributes(own.ir).get('probe')?.features),
        effect: effectOf(plain.ir, own.ir),
      };
    },
  );
  return answer ?? { complaint: complaint ?? cpuNotCompiled() };
}

const OF_CPU = /^"(?:target-cpu|target-features)"=/u;

function effectOf(plain: string, own: string): FlagEffect {
  const [before, after] = [partsOf(plain), partsOf(own)];
  if (before.rest !== after.rest) return { kind: 'front end' };
  const had = attributesOf(before.groups);
  const has = attributesOf(after.groups);
  const added = [...has].filter((attribute) => !had.has(attribute));
  const removed = [...had].filter((attribute) => !has.has(attribute));
  if (added.length + removed.length > 0) return { kind: 'attributes', added, removed };
  return before.groups.length === after.groups.length
    ? { kind: 'features' }
    : { kind: 'front end' };
}

function partsOf(ir: string): { readonly groups: readonly string[]; readonly rest: string } {
  const lines = ir.split('\n');
  const isGroup = (line: string): boolean => line.startsWith('attributes #');
  return {
    groups: lines.filter(isGroup),
    rest: lines
      .filter((line) => !isGroup(line) && !/^(?:; ModuleID|source_filename)/u.test(line))
      .join('\n'),
  };
}

function attributesOf(groups: readonly string[]): ReadonlySet<string> {
  const all = groups.flatMap((line) => line.replace(/^[^{]*\{ | \}$/gu, '').match(ATTRIBUTE) ?? []);
  return new Set(all.filter((attribute) => !OF_CPU.test(attribute)));
}
