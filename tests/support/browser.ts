/** A browser without pages: its cookies, and the requests of access as a page of it makes them. */
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from '#protocol/answer.ts';
import type { AccessOverview, AccessRequest, AccessRequests, PeopleAnswer } from '#protocol/access.ts';
import type { Refused } from '../../server/access/guard.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Reply<T> {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly answer: Answer<T> & { readonly refusal?: Refused };
  readonly text: string;
}

type Headers = Record<string, string | undefined>;

export class Browser {
  readonly cookies = new Map<string, string>();
  /** Everything it was ever answered. */
  readonly heard: string[] = [];
  readonly #port: number;
  readonly #host: string;

  /** @param name under which it asks: each has cookies of its own */
  constructor(port: number, name = 'localhost') {
    this.#port = port;
    this.#host = `${name}:${port}`;
  }

  /** As another that has a copy of these cookies. */
  copy(): Browser {
    const copy = new Browser(this.#port, this.#host.split(':')[0]);
    for (const [name, value] of this.cookies) copy.cookies.set(name, value);
    return copy;
  }

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** `undefined` leaves a header out. */
  ask(method: string, path: string, { headers = {}, body }: { headers?: Headers; body?: string } = {}) {
    return new Promise<HttpAnswer>((resolve, reject) => {
      const sent = Object.entries({
        Host: this.#host,
        ...(this.cookies.size > 0 && { Cookie: this.cookie }),
        ...headers,
      }).filter((each): each is [string, string] => each[1] !== undefined);
      // A connection each: the server closes one whose body it did not read.
      const options = {
        ...{ host: '127.0.0.1', port: this.#port, agent: false, path, method },
        headers: Object.fromEntries(sent),
      };
      const asked = request(options, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('end', () => {
          for (const line of response.headers['set-cookie'] ?? []) this.#take(line);
          this.heard.push(text);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }

  page(path = '/'): Promise<HttpAnswer> {
    return this.ask('GET', path, { headers: { Accept: 'text/html' } });
  }

  async overview(): Promise<AccessOverview> {
    return dataOf(await this.#read<AccessOverview>('/api/access'));
  }

  people(): Promise<Reply<PeopleAnswer>> {
    return this.#read('/api/people');
  }

  async post<Name extends AccessRequest>(
    name: Name,
    given: AccessRequests[Name]['given'],
    headers: Headers = {},
  ): Promise<Reply<AccessRequests[Name]['answer']>> {
    const own = { Origin: `http://${this.#host}`, 'Content-Type': 'application/json' };
    return reply(
      await this.ask('POST', `/api/${name}`, { headers: { ...own, ...headers }, body: JSON.stringify(given) }),
    );
  }

  /** Throws when it is refused. */
  async done<Name extends AccessRequest>(
    name: Name,
    given: AccessRequests[Name]['given'],
  ): Promise<AccessRequests[Name]['answer']> {
    return dataOf(await this.post(name, given));
  }

  async #read<T>(path: string): Promise<Reply<T>> {
    return reply<T>(await this.ask('GET', path));
  }

  #take(line: string): void {
    const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
    if (/max-age=0(;|$)/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

const reply = <T>({ status, headers, text }: HttpAnswer): Reply<T> => ({
  ...{ status, headers, text },
  answer: JSON.parse(text) as Reply<T>['answer'],
});

function dataOf<T>({ answer }: Reply<T>): T {
  if (!answer.ok) throw new Error(`${answer.refusal.code}: ${answer.refusal.message}`);
  return answer.data;
}
