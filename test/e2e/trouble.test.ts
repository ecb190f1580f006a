import { describe, expect, it } from 'vitest';
import { pairAnna, shownPasscode } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';

const world = useWorld();

describe('when the keyring does not open', () => {
  it('says that it is locked, loses nothing, and opens once it is unlocked', async () => {
    const first = await world.current.launch('anna');
    await pairAnna(world.current, first);
    await first.quit();

    await world.current.session.restartKeyring({ locked: true });
    const app = await world.current.launch('anna');
    const window = await app.mainWindow();
    await window.getByText('The keyring of this computer is locked').waitFor();
    await window.getByText('Anna Weber').first().waitFor();
    expect(await window.getByTestId('passcode').count()).toBe(0);

    await world.current.session.unlockKeyring();
    await window.getByRole('button', { name: 'Try again' }).click();
    expect(await shownPasscode(app)).toMatch(/^\d{6}$/);
    await app.quit();
  });

  it('says that there is no keyring at all', async () => {
    await world.current.session.killKeyring();
    const app = await world.current.launch('somebody');
    await (await app.mainWindow()).getByText('No keyring is running on this computer').waitFor();
    await app.quit();
    await world.current.session.restartKeyring();
  });
});
