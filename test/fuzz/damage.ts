// What becomes of a file: bytes that flip, ends that are missing, and JSON whose values are others than anybody wrote.
import fc from 'fast-check';

/** Places are parts of the whole, from 0 to 1, so that they fit files of any length. */
type ByteEdit =
  | { readonly flip: number; readonly bit: number }
  | { readonly cutAt: number }
  | { readonly insertAt: number; readonly added: readonly number[] }
  | { readonly zeroFrom: number; readonly count: number }
  | { readonly repeat: readonly [number, number] };

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What comes to one of all places: a value, or one this deep; without any, what is there goes. */
interface ValueEdit {
  readonly where: number;
  readonly value?: Json;
  readonly depth?: number;
}

export type Damage =
  { readonly bytes: readonly ByteEdit[] } | { readonly values: readonly ValueEdit[] };

const part = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const byteEdit: fc.Arbitrary<ByteEdit> = fc.oneof(
  fc.record({ flip: part, bit: fc.integer({ min: 0, max: 7 }) }),
  fc.record({ cutAt: part }),
  fc.record({
    insertAt: part,
    added: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 16 }),
  }),
  fc.record({ zeroFrom: part, count: fc.integer({ min: 1, max: 4096 }) }),
  fc.record({ repeat: fc.tuple(part, part) }),
);

/** Up to four things that happen to the bytes of a file of any kind. */
export const byteDamage: fc.Arbitrary<Damage> = fc.record({
  bytes: fc.array(byteEdit, { minLength: 1, maxLength: 4 }),
});

const odd: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, 0, -1, 1.5, 1e308, -0, 2 ** 53, '', [], {}, '/', '..', '.'),
  fc.constantFrom<Json>('\u0000', '\u001b[2J', '\u202e', '\ud800', '__proto__', 'constructor'),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.integer({ min: 100, max: 20_000 }).map((length) => 'x'.repeat(length)),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
);

const valueEdit: fc.Arbitrary<ValueEdit> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ where: part, value: odd }) },
  { weight: 1, arbitrary: fc.record({ where: part, depth: fc.integer({ min: 10, max: 20_000 }) }) },
  { weight: 2, arbitrary: fc.record({ where: part }) },
);

/** A JSON text whose values become others, or whose bytes do. */
export const jsonDamage: fc.Arbitrary<Damage> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      values: fc.array(valueEdit, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: byteDamage },
);

export function damaged(content: Buffer, damage: Damage): Buffer {
  if ('bytes' in damage) return damage.bytes.reduce(withByteEdit, Buffer.from(content));
  const document = JSON.parse(content.toString('utf8')) as Json;
  const text = JSON.stringify(damage.values.reduce(withValueEdit, document));
  return Buffer.from(text.replaceAll(DEEP, (_, depth: string) => nested(Number(depth))));
}

/** Stands for a deep value until there is a text: what writes JSON may not go as deep as what is to be read. */
const DEEP = /"<deep (\d+)>"/gu;

/** A JSON text with lists and objects in each other. */
function nested(depth: number): string {
  const [lists, objects] = [Math.ceil(depth / 2), Math.floor(depth / 2)];
  return `${'['.repeat(lists)}${'{"a":'.repeat(objects)}1${'}'.repeat(objects)}${']'.repeat(lists)}`;
}

function withByteEdit(bytes: Buffer, edit: ByteEdit): Buffer {
  const at = (place: number): number => Math.floor(place * bytes.length);
  if ('flip' in edit) {
    const place = at(edit.flip);
    const before = bytes[place];
    if (before !== undefined) bytes[place] = before ^ (1 << edit.bit);
    return bytes;
  }
  if ('cutAt' in edit) return bytes.subarray(0, at(edit.cutAt));
  if ('insertAt' in edit) {
    const place = at(edit.insertAt);
    return Buffer.concat([
      bytes.subarray(0, place),
      Buffer.from(edit.added),
      bytes.subarray(place),
    ]);
  }
  if ('zeroFrom' in edit) {
    const from = at(edit.zeroFrom);
    return bytes.fill(0, from, Math.min(bytes.length, from + edit.count));
  }
  const [from, to] = edit.repeat.map(at).sort((one, other) => one - other);
  return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
}

/** Places count the same whatever stands at them. */
function withValueEdit(document: Json, { where, depth, ...given }: ValueEdit): Json {
  const value = depth === undefined ? given.value : `<deep ${depth}>`;
  const places: { readonly holder: Record<string, Json> | Json[]; readonly key: string }[] = [];
  // Not by recursion: what was put in before may be deep.
  const waiting: Json[] = [document];
  for (let holder = waiting.pop(); holder !== undefined; holder = waiting.pop()) {
    if (typeof holder !== 'object' || holder === null) continue;
    for (const [key, inner] of Object.entries(holder)) {
      places.push({ holder, key });
      waiting.push(inner);
    }
  }
  const place = places[Math.floor(where * places.length)];
  if (place === undefined) return value ?? null;
  const { holder, key } = place;
  if (value !== undefined) {
    // An assignment to `__proto__` would be another thing.
    const own = { value, enumerable: true, writable: true, configurable: true };
    Object.defineProperty(holder, key, own);
  } else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
  return document;
}
