// Inputs for the public programs, the same bytes on every machine.

/**
 * Repeatable numbers from 0 up to 1 (mulberry32, public domain).
 * @param {number} seed
 */
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS =
  'target baseline program variant benchmark sample round speedup run verdict vector lane shuffle blend gather mask'.split(
    ' ',
  );

/**
 * A text of words that often repeat, with numbers between them: something for a compressor to find.
 * @param {number} bytes
 */
export function sampleText(bytes) {
  const random = randomNumbers(1);
  const parts = [];
  for (let length = 0; length < bytes;) {
    // Squaring makes the first words common and the last ones rare, as in real text.
    const word = WORDS[Math.floor(random() ** 2 * WORDS.length)];
    const part = random() < 0.2 ? `${Math.floor(random() * 1e6)}\n` : `${word} `;
    parts.push(part);
    length += part.length;
  }
  return Buffer.from(parts.join('').slice(0, bytes), 'latin1');
}

/**
 * A stereo WAV file, 44.1 kHz, 16 bits: chords that change twice a second over a beat.
 * @param {number} seconds
 */
export function sampleWav(seconds) {
  const rate = 44100;
  const frames = Math.floor(seconds * rate);
  const random = randomNumbers(2);
  const samples = new Int16Array(frames * 2);
  for (let i = 0; i < frames; i++) {
    const time = i / rate;
    const beat = time % 0.5;
    const root = 110 * 2 ** ((Math.floor(time * 2) % 5) / 12);
    let tone = 0;
    for (const interval of [1, 1.25, 1.5, 2])
      tone += Math.sin(2 * Math.PI * root * interval * time);
    const noise = (random() - 0.5) * Math.exp(-beat * 30);
    samples[2 * i] = Math.round(4000 * tone + 8000 * noise);
    samples[2 * i + 1] = Math.round(3500 * tone - 8000 * noise);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 4, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(samples.byteLength, 40);
  const body = Buffer.alloc(samples.byteLength);
  samples.forEach((value, index) => body.writeInt16LE(value, index * 2));
  return Buffer.concat([header, body]);
}
