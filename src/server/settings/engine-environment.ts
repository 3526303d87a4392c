// The environment that compilers and benchmarks inherit: this process's own, with the user's settings on top.
import { SETTINGS } from '../../protocol/settings.ts';
import type { Settings } from '../../protocol/settings.ts';
import { cachesToAvoid, programsToAvoid } from '../safe-surroundings.ts';

type EngineSettings = Pick<Settings, 'cache.folder' | 'cache.size' | 'environment'>;

/** There is one in a process, as there is one `process.env`. */
export class EngineEnvironment {
  readonly #own: Readonly<Record<string, string | undefined>>;
  readonly #env: Record<string, string | undefined>;
  #wanted: ReadonlyMap<string, string> = new Map();
  #distrusted: readonly string[] = [];
  #changed = new Set<string>();
  #held = 0;

  constructor(env: Record<string, string | undefined> = process.env) {
    this.#env = env;
    this.#own = { ...env };
  }

  /** Puts settings in force; while anything holds the environment, what is in force stays. */
  apply(settings: EngineSettings): void {
    if (this.#held > 0) return;
    this.#wanted = variablesOf(settings);
    this.#update();
  }

  /** From now on, no program is looked for in these folders, whatever settings and the process's own environment say. */
  distrust(folders: readonly string[]): void {
    this.#distrusted = folders;
    if (this.#held === 0) this.#update();
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

  // Found out anew each time: links may lead elsewhere by now.
  #update(): void {
    const wanted = { ...this.#own, ...Object.fromEntries(this.#wanted) };
    const changes = new Map<string, string | undefined>([
      // A cache that the user names by a setting is the user's.
      ...cachesToAvoid(this.#distrusted, this.#own),
      ...this.#wanted,
      ...programsToAvoid(this.#distrusted, wanted),
    ]);
    // A variable that nothing changes any more is as it was when the server started.
    for (const name of new Set([...this.#changed, ...changes.keys()])) {
      const value = changes.has(name) ? changes.get(name) : this.#own[name];
      if (value === undefined) Reflect.deleteProperty(this.#env, name);
      else this.#env[name] = value;
    }
    this.#changed = new Set(changes.keys());
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
