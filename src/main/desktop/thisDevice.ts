import { hostname, release, version } from 'node:os';
import type { AppView } from '../../bridge/views.ts';
import type { Device } from '../../protocol/messages/pairing.ts';

const PLATFORMS: Record<string, Device['platform']> = { win32: 'windows', darwin: 'macos' };

export function thisPlatform(): AppView['app']['platform'] {
  return PLATFORMS[process.platform] ?? 'linux';
}

/** What a verifier is told of this computer, so that a person recognises it. */
export function thisDevice(appVersion: string): Device {
  const osVersion = process.platform === 'linux' ? `Linux ${release()}` : version();
  return { name: nameOf(hostname(), 'This computer'), platform: thisPlatform(), osVersion: nameOf(osVersion, 'unknown'), appVersion };
}

function nameOf(text: string, otherwise: string): string {
  const name = Array.from(text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, ''))
    .slice(0, 64)
    .join('')
    .trim();
  return name === '' ? otherwise : name;
}
