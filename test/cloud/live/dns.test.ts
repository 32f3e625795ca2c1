import { Resolver } from 'node:dns/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { type DnsAnswer, type DnsSource, serveDns } from './dns.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function resolverOf(source: DnsSource): Promise<Resolver> {
  const { address, close } = await serveDns(source);
  closing.push(close);
  const resolver = new Resolver({ timeout: 100, tries: 1 });
  resolver.setServers([address]);
  return resolver;
}

/** A source of records by `name type`; a name with none of any type does not exist. */
function records(all: Readonly<Record<string, DnsAnswer>>): DnsSource {
  const names = new Set(Object.keys(all).map((each) => each.split(' ')[0]));
  return (name, type) => all[`${name} ${type}`] ?? (names.has(name) ? [] : 'NXDOMAIN');
}

describe('a DNS server', () => {
  test('answers with addresses of both families and with name servers', async () => {
    const resolver = await resolverOf(
      records({
        'api.example.com A': ['198.51.100.1', '198.51.100.2'],
        'api.example.com AAAA': ['2001:db8::1'],
        'example.com NS': ['ns-1.example.net', 'ns-2.example.org'],
      }),
    );
    expect(await resolver.resolve4('api.example.com')).toEqual(['198.51.100.1', '198.51.100.2']);
    expect(await resolver.resolve6('api.example.com')).toEqual(['2001:db8::1']);
    expect(await resolver.resolveNs('example.com')).toEqual(['ns-1.example.net', 'ns-2.example.org']);
  });

  test('follows aliases, and answers with the alias itself when asked for it', async () => {
    const resolver = await resolverOf(
      records({
        'www.example.com CNAME': ['api.example.com'],
        'api.example.com CNAME': ['front.example.net'],
        'front.example.net A': ['198.51.100.1'],
      }),
    );
    expect(await resolver.resolve4('www.example.com')).toEqual(['198.51.100.1']);
    expect(await resolver.resolveCname('www.example.com')).toEqual(['api.example.com']);
    expect(await resolver.resolve6('www.example.com')).toEqual([]);
  });

  test.each([
    { name: 'plain.example.com', what: 'of a type that an existing name has not', code: 'ENODATA' },
    { name: 'nowhere.example.com', what: 'of a name that does not exist', code: 'ENOTFOUND' },
    { name: 'dangling.example.com', what: 'of an alias to a name that does not exist', code: 'ENOTFOUND' },
    { name: 'circle.example.com', what: 'of an alias to itself', code: 'ESERVFAIL' },
    { name: 'broken.example.com', what: 'that the server fails on', code: 'ESERVFAIL' },
    { name: 'silent.example.com', what: 'that nobody answers', code: 'ETIMEOUT' },
  ])('fails a question $what with $code', async ({ name, code }) => {
    const resolver = await resolverOf(
      records({
        'plain.example.com AAAA': ['2001:db8::1'],
        'dangling.example.com CNAME': ['nowhere.example.com'],
        'circle.example.com CNAME': ['circle.example.com'],
        'broken.example.com A': 'SERVFAIL',
        'silent.example.com A': 'silence',
      }),
    );
    await expect(resolver.resolve4(name)).rejects.toMatchObject({ code });
  });

  test('asks its source in lower case, and each time anew', async () => {
    const asked: string[] = [];
    const resolver = await resolverOf((name, type) => {
      asked.push(`${name} ${type}`);
      return [`198.51.100.${asked.length}`];
    });
    expect(await resolver.resolve4('API.Example.com')).toEqual(['198.51.100.1']);
    expect(await resolver.resolve4('API.Example.com')).toEqual(['198.51.100.2']);
    expect(asked).toEqual(['api.example.com A', 'api.example.com A']);
  });

  test('has as many addresses in one answer as AWS ever puts there', async () => {
    const many = Array.from({ length: 8 }, (_, index) => `198.51.100.${index + 1}`);
    const resolver = await resolverOf(() => many);
    expect(await resolver.resolve4('api.example.com')).toEqual(many);
  });

  test('says that it does not know other types', async () => {
    const resolver = await resolverOf(() => []);
    await expect(resolver.resolveTxt('api.example.com')).rejects.toMatchObject({ code: 'ENOTIMP' });
  });

  test('answers no more once it is closed', async () => {
    const { address, close } = await serveDns(() => ['198.51.100.1']);
    const resolver = new Resolver({ timeout: 100, tries: 1 });
    resolver.setServers([address]);
    expect(await resolver.resolve4('api.example.com')).toHaveLength(1);
    await close();
    await expect(resolver.resolve4('api.example.com')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
