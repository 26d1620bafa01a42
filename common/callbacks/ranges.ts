import { BlockList, isIP } from 'node:net';

/** Addresses of the machine itself. */
export const loopbackRanges: readonly string[] = ['127.0.0.0/8', '::1', '0.0.0.0', '::'];

/** Addresses that Mattermost calls only if a setting allows it: the first ten on 5.37, all of them on 11. */
export const internalRanges: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::/128',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
  '100.64.0.0/10',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '64:ff9b::/96',
  'ff00::/8',
];

/**
 * Makes a function that checks whether an address is in one of the ranges: single addresses or CIDR, IPv4 or IPv6. An
 * IPv4 address inside an IPv6 one, as sockets report it, counts as IPv4.
 *
 * @param name of the option that contains the entries, for the error.
 * @throws TypeError naming the entry that is neither an address nor a range.
 */
export function createRanges(name: string, entries: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const entry of entries) addTo(list, name, entry);
  return address => {
    const plain = plainAddress(address);
    return plain !== undefined && list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  };
}

/** The address without its zone, as IPv4 where it contains one; `undefined` for a text that is not an address. */
export function plainAddress(address: string): string | undefined {
  const [unzoned = ''] = address.trim().split('%', 1);
  const kind = isIP(unzoned);
  if (kind !== 6) return kind === 4 ? unzoned : undefined;
  // The URL parser reads every way to write an IPv6 address, and always writes the same one.
  const written = new URL(`http://[${unzoned}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(written);
  if (mapped === null) return written;
  const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function addTo(list: BlockList, name: string, entry: string): void {
  const [address = '', prefix, ...rest] = entry.trim().split('/');
  const plain = plainAddress(address);
  const widest = plain !== undefined && isIP(plain) === 6 ? 128 : 32;
  // A range of IPv4 addresses inside IPv6, `::ffff:10.0.0.0/104`, counts its bits from the IPv6 side.
  const offset = widest === 32 && address.includes(':') ? 96 : 0;
  const bits = prefix === undefined ? widest : /^\d{1,3}$/.test(prefix) ? Number(prefix) - offset : -1;
  if (plain === undefined || rest.length > 0 || bits < 0 || bits > widest) {
    throw new TypeError(
      `${name}: expected IP addresses and ranges such as 10.0.0.0/8 or 2001:db8::/32, got "${entry}"`,
    );
  }
  list.addSubnet(plain, bits, widest === 128 ? 'ipv6' : 'ipv4');
}
