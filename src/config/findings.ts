// What is wrong with a file that people write: each mistake with the words it is about, all of them together as one failure.
import { FailureError } from '../model/failure.ts';
import type { Failure, FailureCode } from '../model/failure.ts';
import { placeWords, type JsonDocument, type JsonPath, type Span } from './places.ts';
import { documentInvalid } from './messages.ts';
import type { Complaint } from './messages.ts';

export interface Finding {
  readonly code: FailureCode;
  /** What is wrong, as one sentence without where. */
  readonly message: string;
  readonly hint: string;
  /** The words it is about, in the file that is checked. */
  readonly span: Span;
  /** What it is alone: its message names the place, which can be in a file that the checked one names. */
  readonly failure: Failure;
  /** What was probably meant in place of those words, nearest first; each a string of JSON without its quotes. */
  readonly near?: readonly string[];
  /** That the text is no JSON, which an editor may say by itself. */
  readonly isSyntax?: true;
}

/** Findings of one document that are told: whoever reads so many knows enough. */
export const MOST_FINDINGS = 100;

/** One or more findings. The first, in the file's order, is the failure; the others are its details. */
export class FindingsError extends FailureError {
  /** In the file's order, at least one. */
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[], options?: { cause?: unknown }) {
    const ordered = inOrder(findings);
    super(failureFrom(ordered), options);
    this.name = 'FindingsError';
    this.findings = ordered;
  }
}

/** A finding at one value of a document, whose message has no full stop yet. @param where what the value is called in the message, if it needs saying */
export function findingAt(
  document: JsonDocument,
  { path, part = 'value' }: { readonly path: JsonPath; readonly part?: 'key' | 'value' },
  words: Complaint & Pick<Finding, 'code'> & { readonly where?: string },
): Finding {
  const { where = '', code, hint, remedies, near } = words;
  const span = document.spanOf(path, part);
  const sentence = `${words.message}.`;
  const message = `${placeWords(span.start)}: ${where === '' ? '' : `${where}: `}${sentence}`;
  return {
    code,
    hint,
    message: sentence,
    span,
    ...(near === undefined ? {} : { near }),
    failure: {
      ...{ code, message, hint, place: span.start },
      ...(remedies === undefined ? {} : { remedies }),
    },
  };
}

/** Gathers findings from checks that each stop at their first mistake, so that one does not hide the others. */
export class FindingCollector {
  readonly #document: JsonDocument;
  readonly #findings: Finding[] = [];

  constructor(document: JsonDocument) {
    this.#document = document;
  }

  /** What has been found so far, in the file's order, each once. */
  get findings(): readonly Finding[] {
    return inOrder(this.#findings);
  }

  add(...findings: readonly Finding[]): void {
    this.#findings.push(...findings);
  }

  /**
   * The work's result; nothing where it failed.
   * @param path where a failure that knows no words of this document is shown, such as one in a file that it names.
   */
  async attempt<T>(path: JsonPath, work: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof FindingsError && error.findings.every((each) => this.#isOwn(each))) {
        this.add(...error.findings);
      } else if (error instanceof FailureError) {
        const { failure } = error;
        this.add({
          code: failure.code,
          message: failure.message,
          hint: failure.hint ?? '',
          span: this.#document.spanOf(path),
          failure,
        });
      } else throw error;
      return undefined;
    }
  }

  /** @throws {FindingsError} where anything was found. */
  throwIfAny(): void {
    if (this.#findings.length > 0) throw new FindingsError(this.#findings);
  }

  #isOwn({ span }: Finding): boolean {
    return span.start.file === this.#document.file;
  }
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  const ordered = [...findings]
    .sort(
      (left, right) =>
        left.span.start.line - right.span.start.line ||
        left.span.start.column - right.span.start.column,
    )
    .filter(({ span, failure }) => {
      const key = JSON.stringify([span.start, failure.message]);
      return !seen.has(key) && seen.add(key);
    });
  return ordered.slice(0, MOST_FINDINGS);
}

function failureFrom([first, ...others]: readonly Finding[]): Failure {
  if (first === undefined) return { code: 'config-invalid', message: documentInvalid() };
  // What follows a text that is no JSON is mostly its consequence.
  if (first.isSyntax === true || others.length === 0) return first.failure;
  const details = [first.failure.details, ...others.map(({ failure }) => failure.message)];
  return { ...first.failure, details: details.filter((line) => line !== undefined).join('\n') };
}
