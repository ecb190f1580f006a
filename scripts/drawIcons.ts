/**
 * Draws every picture under resources/ anew from the two SVG files, in Chromium: `node scripts/drawIcons.ts`. Run it after
 * a change of the drawings; its results are kept in the repository.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Page, chromium } from 'playwright-core';
import { findChromium } from '../test/harness/electron/Chromium.ts';
import { projectRoot } from './lib/projectRoot.ts';

const resources = join(projectRoot, 'resources');
const icoSizes = [16, 24, 32, 48, 64, 128, 256];
/** What Windows takes from at 100 to 200 % scaling. */
const trayIcoSizes = [16, 20, 24, 32];

/** Tray states: the fob's colour, which stands out on light and dark panels, and a spot at the lower right of it. Template pictures are black; macOS colours them. */
const roundGap = gap('<circle cx="24.5" cy="24.5" r="8.5"/>');
const padlockGap = gap('<rect x="14.5" y="12.5" width="18" height="20" rx="4"/>');
const states = [
  { name: 'idle', fob: '#149483', spot: '', templateSpot: '' },
  {
    name: 'waiting',
    fob: '#149483',
    spot: `${roundGap}<circle cx="24.5" cy="24.5" r="7" fill="#e06a10"/>`,
    templateSpot: `${roundGap}<circle cx="24.5" cy="24.5" r="6.5" fill="#000"/>`,
  },
  {
    name: 'offline',
    fob: '#7c878d',
    spot: `${roundGap}<circle cx="24.5" cy="24.5" r="7" fill="#7c878d"/><path d="M21 24.5h7" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/>`,
    templateSpot: `${gap('<path d="M28 4L4 28" stroke="#000" stroke-width="7"/>')}<path d="M27 5L5 27" stroke="#000" stroke-width="2.6" stroke-linecap="round"/>`,
  },
  { name: 'locked', fob: '#149483', spot: `${padlockGap}${padlock('#7c878d')}`, templateSpot: `${padlockGap}${padlock('#000')}` },
];

const root = process.getuid?.() === 0;
const browser = await chromium.launch({ executablePath: findChromium(), chromiumSandbox: !root });
try {
  const page = await browser.newPage();
  await drawAppIcon(page);
  await drawTray(page);
} finally {
  await browser.close();
}

async function drawAppIcon(page: Page): Promise<void> {
  const svg = await readFile(join(resources, 'icon.svg'), 'utf8');
  await writeFile(join(resources, 'icon.png'), await draw(page, svg, 1024));
  const pictures: Buffer[] = [];
  for (const size of icoSizes) pictures.push(await draw(page, svg, size));
  await writeFile(join(resources, 'icon.ico'), ico(pictures, icoSizes));
}

async function drawTray(page: Page): Promise<void> {
  const fob = await readFile(join(resources, 'tray/fob.svg'), 'utf8');
  await mkdir(join(resources, 'tray'), { recursive: true });
  for (const state of states) {
    const plain = withSpot(fob, state.spot).replaceAll('currentColor', state.fob);
    const template = withSpot(fob, state.templateSpot).replaceAll('currentColor', '#000');
    // Windows and Linux draw tray icons at 16 points, macOS menu-bar ones too.
    for (const [suffix, size] of [
      ['', 16],
      ['@2x', 32],
    ] as const) {
      await writeFile(join(resources, `tray/${state.name}${suffix}.png`), await draw(page, plain, size));
      await writeFile(join(resources, `tray/${state.name}Template${suffix}.png`), await draw(page, template, size));
    }
    const pictures: Buffer[] = [];
    for (const size of trayIcoSizes) pictures.push(await draw(page, plain, size));
    await writeFile(join(resources, `tray/${state.name}.ico`), ico(pictures, trayIcoSizes));
  }
}

/** Of angles where the spots of other states are round, so that a person who sees no colours tells them apart. */
function padlock(colour: string): string {
  const shackle = `<path d="M19.5 23v-3.5a4 4 0 0 1 8 0V23" fill="none" stroke="${colour}" stroke-width="2.4"/>`;
  return `${shackle}<rect x="16.5" y="21.5" width="14" height="10" rx="1.6" fill="${colour}"/>`;
}

/** Cuts `shape` out of the fob. */
function gap(shape: string): string {
  return `<mask id="gap" maskUnits="userSpaceOnUse" x="0" y="0" width="32" height="32"><rect width="32" height="32" fill="#fff"/>${shape}</mask>`;
}

function withSpot(svg: string, spot: string): string {
  return svg.replace('</svg>', `${spot}</svg>`);
}

async function draw(page: Page, svg: string, size: number): Promise<Buffer> {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>html,body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  return await page.screenshot({ omitBackground: true });
}

/** The ICO container with PNG pictures in it (Windows Vista and later). */
function ico(pictures: readonly Buffer[], sizes: readonly number[]): Buffer {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, picture] of pictures.entries()) {
    const size = sizes[index] ?? 0;
    const entry = 6 + 16 * index;
    // 0 stands for 256.
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(picture.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += picture.length;
  }
  return Buffer.concat([header, ...pictures]);
}
