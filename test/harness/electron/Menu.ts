// https://electronjs.org/docs/api/menu, menu-item. No menu is drawn; tests read and click the items.
import type * as Electron from 'electron';
import { GuardedEmitter } from './guard.ts';

type Template = (Electron.MenuItemConstructorOptions | MenuItem)[];

export class MenuItem extends GuardedEmitter {
  readonly id: string;
  readonly type: string;
  readonly role: string | undefined;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | undefined;
  label: string;
  sublabel: string;
  toolTip: string;
  icon: unknown;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly #click: Electron.MenuItemConstructorOptions['click'];

  constructor(options: Electron.MenuItemConstructorOptions) {
    super();
    const { submenu } = options;
    this.id = options.id ?? '';
    this.role = options.role;
    this.type = options.type ?? (submenu === undefined ? 'normal' : 'submenu');
    this.label = options.label ?? options.role ?? '';
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.icon = options.icon;
    this.accelerator = options.accelerator ?? undefined;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.submenu =
      submenu === undefined ? undefined : Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : (submenu as unknown as Menu);
    this.#click = options.click;
  }

  click(): void {
    if (!this.enabled) throw new Error(`The menu item "${this.label}" is disabled`);
    if (this.type === 'checkbox') this.checked = !this.checked;
    if (this.type === 'radio') this.checked = true;
    this.#click?.(this as unknown as Electron.MenuItem, undefined, {});
  }
}

export interface MenuItemView {
  id: string;
  label: string;
  type: string;
  role: string | undefined;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  submenu: MenuItemView[];
}

let applicationMenu: Menu | null = null;

export class Menu extends GuardedEmitter {
  readonly items: MenuItem[] = [];
  popups = 0;

  static buildFromTemplate(template: Template): Menu {
    const menu = new Menu();
    for (const entry of template) menu.append(entry instanceof MenuItem ? entry : new MenuItem(entry));
    return menu;
  }

  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu;
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu;
  }

  append(item: MenuItem): void {
    this.items.push(item);
  }

  insert(position: number, item: MenuItem): void {
    this.items.splice(position, 0, item);
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      if (item.id === id) return item;
      const found = item.submenu?.getMenuItemById(id) ?? null;
      if (found !== null) return found;
    }
    return null;
  }

  popup(): void {
    this.popups += 1;
    this.emit('menu-will-show', {});
  }

  closePopup(): void {
    this.emit('menu-will-close', {});
  }

  view(): MenuItemView[] {
    return this.items.map(({ id, label, type, role, enabled, visible, checked, submenu }) => ({
      id,
      label,
      type,
      role,
      enabled,
      visible,
      checked,
      submenu: submenu?.view() ?? [],
    }));
  }

  /** The item a person would find under `labelOrId`, at any depth. */
  find(labelOrId: string): MenuItem | null {
    for (const item of this.items) {
      if (item.label === labelOrId || (item.id !== '' && item.id === labelOrId)) return item;
      const found = item.submenu?.find(labelOrId) ?? null;
      if (found !== null) return found;
    }
    return null;
  }
}
