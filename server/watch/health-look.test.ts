import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { lookAt } from './health-look.ts';

async function lookAtServer(health: object) {
  const server = createServer((_, response) => response.end(JSON.stringify(health)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return lookAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

test('AL-211 a look reads what is not judged and what fails; of a server that does not say, nothing is concluded', async () => {
  const well = { armed: true, tickAgeMs: 100 };
  expect(await lookAtServer({ ...well, notJudged: 2, failing: ['bell'], more: 1 })).toEqual({
    ...{ answered: true, ...well },
    ...{ notJudged: 2, failing: ['bell'] },
  });
  expect(await lookAtServer(well)).toEqual({ answered: true, ...well, notJudged: 0, failing: [] });
});
