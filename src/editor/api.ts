// What the extension shows of itself to others, and to tests: to be read, not to be changed.
import type { Event } from 'vscode';
import type { Message } from './notifications.ts';
import type { ChartPanel } from './panel/chart-panel.ts';
import type { LiveProfile, ProfileEnd } from './profiler.ts';
import type { ServerConnection } from './server-connection.ts';
import type { Views } from './views/register-views.ts';
import type { RunPlaces } from './run-places.ts';

export interface ExtensionApi {
  /** The profile under way, if any, and how the last ones went. */
  readonly profiler: {
    readonly current: LiveProfile | undefined;
    readonly onDidChange: Event<LiveProfile | undefined>;
    readonly onDidSave: Event<string>;
    readonly onDidEnd: Event<ProfileEnd>;
  };
  readonly server: Pick<ServerConnection, 'request' | 'wanted' | 'onDidStart' | 'onDidCrash'>;
  /** By name; see CONTEXT in src/manifest/names.ts. */
  readonly contextKeys: ReadonlyMap<string, unknown>;
  readonly places: Pick<RunPlaces, 'list' | 'onDidChangeRun'>;
  readonly panel: Pick<ChartPanel, 'subject' | 'onDidDraw'>;
  /** The sidebar's trees and what stands above them. */
  readonly views: Pick<Views, 'results' | 'targets' | 'host'>;
  /** What the status bar's item shows; undefined while it is hidden. */
  statusText(): string | undefined;
  /** What was said last in a notification or a dialog. */
  lastMessage(): Message | undefined;
  /** How long `activate` took, milliseconds. */
  readonly activation: number;
}
