// What stands before a message, looked at before the protocol's library reads it: where a message ends has to be known, and be near.
import { Transform, type TransformCallback } from 'node:stream';
import { headerTooLong, lengthUnclear, lengthTooLarge } from './messages.ts';

const HEADER_END = '\r\n\r\n';
/** Bytes of a header; a real one has a few dozen. */
const LONGEST_HEADER = 16 * 1024;
/** Bytes of one message: a longer text fits into no string. */
const LONGEST_MESSAGE = 500 * 1024 * 1024;

/** A client's stream does not say where its messages end: nothing more of it can be understood. */
export class MessageBoundsError extends Error {
  override readonly name = 'MessageBoundsError';
}

/** Hands on what it is given, as far as each message has a header that says its length, and fails with `MessageBoundsError` there. */
export class MessageBounds extends Transform {
  #header = '';
  /** Bytes of the message that are still to come. */
  #left = 0;

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    try {
      for (let rest = chunk; rest.length > 0;) {
        const taken = this.#left > 0 ? Math.min(this.#left, rest.length) : this.#headerPart(rest);
        if (this.#left > 0) this.#left -= taken;
        else if (this.#header.endsWith(HEADER_END)) this.#begin();
        this.push(rest.subarray(0, taken));
        rest = rest.subarray(taken);
      }
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  /** Adds to the header what belongs to it; returns how many bytes that was. */
  #headerPart(bytes: Buffer): number {
    const before = this.#header.length;
    const text = this.#header + bytes.toString('latin1', 0, LONGEST_HEADER);
    const end = text.indexOf(HEADER_END);
    this.#header = end < 0 ? text : text.slice(0, end + HEADER_END.length);
    if (this.#header.length > LONGEST_HEADER) {
      throw new MessageBoundsError(headerTooLong({ bytes: LONGEST_HEADER }));
    }
    return this.#header.length - before;
  }

  #begin(): void {
    const lengths = this.#header.split('\r\n').flatMap((line) => {
      const colon = line.indexOf(':');
      return line.slice(0, colon).toLowerCase() === 'content-length'
        ? [line.slice(colon + 1).trim()]
        : [];
    });
    const [length, another] = lengths;
    if (length === undefined || another !== undefined || !/^\d{1,15}$/u.test(length)) {
      throw new MessageBoundsError(lengthUnclear({ lengths }));
    }
    this.#left = Number(length);
    if (this.#left > LONGEST_MESSAGE) {
      throw new MessageBoundsError(lengthTooLarge({ bytes: this.#left, most: LONGEST_MESSAGE }));
    }
    this.#header = '';
  }
}
