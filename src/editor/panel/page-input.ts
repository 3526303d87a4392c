// What comes from the page, checked: its messages, and what the editor kept of it across a reload.
import type {
  FromPage,
  NoticeOffer,
  PagePlace,
  PageSubject,
  SaveFormat,
} from '../../protocol/page-messages.ts';

const FORMATS: readonly string[] = [
  'png',
  'csv',
  'html',
  'markdown',
  'json',
] satisfies SaveFormat[];
const OFFERS: readonly string[] = ['retry', 'across-hosts', 'show-log'] satisfies NoticeOffer[];
/** Characters of a title or an error that are looked at. */
const LONGEST = 2000;

type Fields = Readonly<Record<string, unknown>>;

/** A message of the page, or nothing where it is not one. */
export function fromPage(data: unknown): FromPage | undefined {
  if (!isFields(data)) return undefined;
  switch (data['type']) {
    case 'ready':
      return { type: 'ready' };
    case 'whole':
      return { type: 'whole' };
    case 'cancel':
      return { type: 'cancel' };
    case 'profile': {
      const place = placeOf(data['place']);
      return place && { type: 'profile', place };
    }
    case 'advice': {
      const place = placeOf(data['place']);
      const { remedy } = data;
      return place && Number.isSafeInteger(remedy)
        ? { type: 'advice', place, remedy: Number(remedy) }
        : undefined;
    }
    case 'open-run': {
      const { which } = data;
      return which === 'before' || which === 'after' ? { type: 'open-run', which } : undefined;
    }
    case 'copy-markdown': {
      const { text } = data;
      return { type: 'copy-markdown', ...(typeof text === 'string' ? { text } : {}) };
    }
    case 'save': {
      const { format, png } = data;
      if (!isOneOf<SaveFormat>(format, FORMATS)) return undefined;
      return { type: 'save', format, ...(typeof png === 'string' ? { png } : {}) };
    }
    case 'offer':
      return isOneOf<NoticeOffer>(data['offer'], OFFERS)
        ? { type: 'offer', offer: data['offer'] }
        : undefined;
    case 'drawn': {
      const { milliseconds, title, brief } = data;
      const subject = keptSubject(data);
      if (typeof milliseconds !== 'number' || typeof title !== 'string') return undefined;
      if (subject === undefined) return undefined;
      return {
        ...{ type: 'drawn', subject, milliseconds, brief: brief === true },
        title: title.slice(0, LONGEST),
      };
    }
    case 'broken':
      return { type: 'broken', message: String(data['message']).slice(0, LONGEST) };
    default:
      return undefined;
  }
}

function placeOf(value: unknown): PagePlace | undefined {
  if (!isFields(value)) return undefined;
  const { program, benchmark, target } = value;
  if (!Number.isSafeInteger(program) || !Number.isSafeInteger(benchmark)) return undefined;
  const place = { program: Number(program), benchmark: Number(benchmark) };
  return typeof target === 'string' ? { ...place, target } : place;
}

/** What the page showed when its window was closed. */
export function keptSubject(state: unknown): PageSubject | undefined {
  const subject = isFields(state) ? state['subject'] : undefined;
  if (!isFields(subject)) return undefined;
  const { kind, path, before, after, acrossHosts } = subject;
  if (kind === 'run' && typeof path === 'string') return { kind, path };
  if (kind === 'comparison' && typeof before === 'string' && typeof after === 'string') {
    return { kind, before, after, ...(acrossHosts === true ? { acrossHosts } : {}) };
  }
  return undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isOneOf<T extends string>(value: unknown, all: readonly string[]): value is T {
  return typeof value === 'string' && all.includes(value);
}
