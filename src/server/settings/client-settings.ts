// The user's settings, asked of the client each time they are needed, so that none is ever stale.
import type { Connection } from 'vscode-languageserver/node';
import type { Settings } from '../../protocol/settings.ts';
import { uriOf } from '../file-uris.ts';
import { checkSettings } from './check-settings.ts';

export interface SettingsSource {
  /** Whether the client answers `workspace/configuration`. */
  readonly canAsk: boolean;
  /** Whether what the client tells later may be an untrusted workspace's own wish, which names no program and no environment. */
  readonly restricted: () => boolean;
  /** `initializationOptions.settings`. */
  readonly initial: unknown;
}

export class ClientSettings {
  readonly #connection: Pick<Connection, 'sendRequest'>;
  readonly #onWrong: (message: string) => void;
  readonly #told = new Set<string>();
  #source: SettingsSource = { canAsk: false, restricted: () => true, initial: undefined };
  /** From `workspace/didChangeConfiguration`, of clients that push. */
  #pushed: unknown;

  /** @param onWrong told each thing that is wrong once. */
  constructor(connection: Pick<Connection, 'sendRequest'>, onWrong: (message: string) => void) {
    this.#connection = connection;
    this.#onWrong = onWrong;
  }

  open(source: SettingsSource): void {
    this.#source = source;
  }

  /** @param settings of `workspace/didChangeConfiguration`: everything, by sections, or nothing where the client is to be asked. */
  push(settings: unknown): void {
    if (typeof settings === 'object' && settings !== null && 'retarget' in settings) {
      this.#pushed = settings.retarget;
    }
  }

  /** @param path absolute, of what the settings are for. */
  async read(path?: string): Promise<Settings> {
    const told = [await this.#ask(path), this.#pushed];
    const { initial, restricted } = this.#source;
    const { settings, wrong } = checkSettings(
      [...told, initial],
      restricted() ? [initial] : undefined,
    );
    for (const { message } of wrong) {
      if (this.#told.has(message)) continue;
      this.#told.add(message);
      this.#onWrong(message);
    }
    return settings;
  }

  async #ask(path: string | undefined): Promise<unknown> {
    if (!this.#source.canAsk) return undefined;
    const item = { section: 'retarget', ...(path === undefined ? {} : { scopeUri: uriOf(path) }) };
    try {
      const [answer] = await this.#connection.sendRequest<unknown[]>('workspace/configuration', {
        items: [item],
      });
      return answer;
    } catch {
      // A client that says it can be asked and cannot has its other ways.
      return undefined;
    }
  }
}
