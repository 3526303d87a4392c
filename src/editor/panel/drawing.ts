// What the page says once it has drawn something.
import type { PageSubject } from '../../protocol/page-messages.ts';

/** A picture that the page finished. */
export interface Drawing {
  readonly subject: PageSubject;
  readonly milliseconds: number;
  readonly title: string;
  readonly brief: boolean;
}
