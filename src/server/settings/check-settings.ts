// Settings as clients send them, checked one by one: a wrong value costs its own default and nothing else.
import { SETTINGS } from '../../protocol/settings.ts';
import type { SettingKey, Settings } from '../../protocol/settings.ts';
import { settingIgnored } from '../messages.ts';

export interface WrongSetting {
  readonly key: SettingKey;
  /** One sentence that names the setting, what is wrong, and what applies instead. */
  readonly message: string;
}

/**
 * @param sections what was sent, the most telling first: each an object of nested sections (`toolchain: { path }`) or of whole
 * keys (`toolchain.path`). A key that all leave out, or set to null, has its default.
 * @param trusted where the restricted settings are taken from instead.
 */
export function checkSettings(
  sections: readonly unknown[],
  trusted = sections,
): {
  readonly settings: Settings;
  readonly wrong: readonly WrongSetting[];
} {
  const wrong: WrongSetting[] = [];
  const settings: Record<string, unknown> = {};
  for (const [key, { schema, restricted }] of Object.entries(SETTINGS)) {
    const raw = (restricted ? trusted : sections)
      .map((section) => valueAt(section, key))
      .find(isSet);
    const result = schema.safeParse(raw);
    if (result.success) {
      settings[key] = result.data;
      continue;
    }
    settings[key] = schema.parse(undefined);
    wrong.push({
      key: key as SettingKey,
      message: settingIgnored({ key, reason: result.error.issues[0]?.message }),
    });
  }
  return { settings: settings as unknown as Settings, wrong };
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function valueAt(section: unknown, key: string): unknown {
  if (typeof section !== 'object' || section === null) return undefined;
  if (Object.hasOwn(section, key)) return (section as Record<string, unknown>)[key];
  const dot = key.indexOf('.');
  if (dot < 0) return undefined;
  const head = key.slice(0, dot);
  const inner = Object.hasOwn(section, head)
    ? (section as Record<string, unknown>)[head]
    : undefined;
  return valueAt(inner, key.slice(dot + 1));
}
