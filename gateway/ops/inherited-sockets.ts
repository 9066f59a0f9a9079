/** Reads which sockets whoever started this process handed in, as systemd does for its socket units. */

/** The first of them, behind the three of every program (sd_listen_fds(3)). */
const firstFd = 3
/** More than a listener for each family of addresses on each link is a mistake. */
const mostSockets = 64

/** Their file numbers; none where they were meant for another process. */
export function inheritedSockets(
  { LISTEN_FDS, LISTEN_PID }: Readonly<Record<string, string | undefined>>,
  processId: number,
): number[] {
  if (LISTEN_PID !== String(processId) || !/^\d{1,2}$/.test(LISTEN_FDS ?? '')) return []
  const count = Math.min(Number(LISTEN_FDS), mostSockets)
  return Array.from({ length: count }, (_, index) => firstFd + index)
}
