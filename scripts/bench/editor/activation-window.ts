// Inside the extension host: how long the first activation of Retarget takes, and that of an extension that does nothing.
import { extensions } from 'vscode';

export interface Activation {
  /** Milliseconds from asking for it until it is active, its code loaded on the way. */
  readonly retarget: number;
  readonly empty: number;
  /** Milliseconds of that inside `activate` itself. */
  readonly own: number;
}

async function activate(id: string): Promise<{ time: number; exports: unknown }> {
  const extension = extensions.getExtension(id);
  if (extension === undefined) throw new Error(`${id} is not there.`);
  if (extension.isActive) throw new Error(`${id} was active before.`);
  const started = performance.now();
  const exports: unknown = await extension.activate();
  return { time: performance.now() - started, exports };
}

export async function measure(): Promise<Activation> {
  // The first one pays for what the host loads once: each of them in half of the windows.
  const order = ['bench.empty', 'retarget.retarget'];
  if (process.env['RETARGET_BENCH_ORDER'] === 'retarget first') order.reverse();
  const found = new Map<string, Awaited<ReturnType<typeof activate>>>();
  for (const id of order) found.set(id, await activate(id));
  const retarget = found.get('retarget.retarget');
  const own = (retarget?.exports as { activation?: number } | undefined)?.activation;
  return {
    retarget: retarget?.time ?? NaN,
    empty: found.get('bench.empty')?.time ?? NaN,
    own: own ?? NaN,
  };
}
