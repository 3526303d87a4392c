// The environment that compilers and benchmarks inherit: this process's own, with the user's settings on top.
import { SETTINGS } from '../../protocol/settings.ts';
import type { Settings } from '../../protocol/settings.ts';

type EngineSettings = Pick<Settings, 'cache.folder' | 'cache.size' | 'environment'>;

/** There is one in a process, as there is one `process.env`. */
export class EngineEnvironment {
  readonly #own: Readonly<Record<string, string | undefined>>;
  readonly #env: Record<string, string | undefined>;
  #set = new Set<string>();
  #held = 0;

  constructor(env: Record<string, string | undefined> = process.env) {
    this.#env = env;
    this.#own = { ...env };
  }

  /** Puts settings in force; while anything holds the environment, what is in force stays. */
  apply(settings: EngineSettings): void {
    if (this.#held > 0) return;
    const wanted = variablesOf(settings);
    for (const name of this.#set) {
      const before = this.#own[name];
      // A variable that no setting names any more is as it was when the server started.
      if (before === undefined) Reflect.deleteProperty(this.#env, name);
      else this.#env[name] = before;
    }
    for (const [name, value] of wanted) this.#env[name] = value;
    this.#set = new Set(wanted.keys());
  }

  /** Keeps the environment as it is until the returned function is called. */
  hold(): () => void {
    this.#held++;
    let released = false;
    return () => {
      if (!released) this.#held--;
      released = true;
    };
  }
}

function variablesOf(settings: EngineSettings): Map<string, string> {
  const variables = new Map(
    // No variable can hold it, and none of the others is to be lost for it.
    Object.entries(settings.environment).filter(([, value]) => !value.includes('\0')),
  );
  if (settings['cache.folder'] !== '') variables.set('RETARGET_CACHE', settings['cache.folder']);
  // A size that nobody chose does not stand against the environment's own.
  if (settings['cache.size'] !== SETTINGS['cache.size'].schema.parse(undefined)) {
    variables.set('RETARGET_CACHE_SIZE', String(settings['cache.size']));
  }
  return variables;
}
