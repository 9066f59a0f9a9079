/** Finds the listening sockets of transparent mode that a process has. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { listenerPort } from './network.ts'

/** Sockets that a process has open and that listen at the port, by inode. */
export function listeningIn(processId: number): string[] {
  const wanted = `:${listenerPort.toString(16).toUpperCase().padStart(4, '0')}`
  const table = ['tcp', 'tcp6'].flatMap((name) =>
    readFileSync(`/proc/${processId}/net/${name}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/)),
  )
  const inodes = table
    .filter(([, local, , state]) => local?.endsWith(wanted) && state === '0A')
    .map((row) => row[9])
  const open = readdirSync(`/proc/${processId}/fd`).map((fd) => readlinkSync(`/proc/${processId}/fd/${fd}`))
  return inodes.filter((inode) => open.includes(`socket:[${inode}]`)).map(String)
}
