import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The state LISTEN in /proc/net/tcp. https://docs.kernel.org/networking/proc_net_tcp.html */
const LISTEN = '0A';
const LOOPBACK = /^(0100007F|00000000000000000000000001000000):/;

/** Ports at which processes of a group listen for more than this machine; undefined where the system does not tell. */
export function openPorts(processGroup: number): readonly number[] | undefined {
  if (!existsSync('/proc/net/tcp')) return undefined;
  const sockets = new Set(membersOf(processGroup).flatMap(socketsOf));
  return ['/proc/net/tcp', '/proc/net/tcp6']
    .filter(existsSync)
    .flatMap((table) => readFileSync(table, 'utf8').split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state, , , , , , inode = '']) => {
      return state === LISTEN && !LOOPBACK.test(local) && sockets.has(inode);
    })
    .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16));
}

function membersOf(processGroup: number): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    // The name, in parentheses, may hold spaces; after it come the state, the parent and the group.
    const [, , group] = /^\d+$/.test(pid) ? (read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? []) : [];
    return group === String(processGroup);
  });
}

function socketsOf(pid: string): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((file) => {
      const inode = /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${file}`))?.[1];
      return inode === undefined ? [] : [inode];
    });
  } catch {
    return [];
  }
}

/** Processes and files come and go while they are listed. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function link(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
