/** Reads what a program and all its children have cost so far, from Linux's /proc. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** User and system time in seconds of a process, its living descendants, and those that it has already waited for. */
export function cpuSecondsOf(pid: number): number {
  let ticks = 0
  for (const member of processTree(pid)) {
    const fields = statFields(member)
    // proc_pid_stat(5): utime, stime, cutime and cstime are fields 14 to 17.
    for (const field of fields?.slice(11, 15) ?? []) ticks += Number(field)
  }
  return ticks / ticksPerSecond()
}

/** Resident memory in bytes, added up over the tree; pages that its members share are counted once for each. */
export function residentBytesOf(pid: number): number {
  return statusBytes(pid, 'VmRSS')
}

/** The same in its parts: what was allocated, and what is mapped from files (the program itself), which the system may drop. */
export function residentPartsOf(pid: number): { anonymous: number; file: number } {
  return { anonymous: statusBytes(pid, 'RssAnon'), file: statusBytes(pid, 'RssFile') }
}

function statusBytes(pid: number, field: string): number {
  let kilobytes = 0
  for (const member of processTree(pid)) {
    const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readProc(member, 'status') ?? '')
    kilobytes += Number(line?.[1] ?? 0)
  }
  return kilobytes * 1024
}

/** Living descendants of a process. */
export function childrenOf(pid: number): number[] {
  return processTree(pid).slice(1)
}

function processTree(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const parent = Number(statFields(Number(entry))?.[1] ?? -1)
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
  }
  const tree = [pid]
  for (const member of tree) tree.push(...(children.get(member) ?? []))
  return tree
}

/** The fields behind the program's name, which may itself hold spaces and brackets; null where the process is gone. */
function statFields(pid: number): string[] | null {
  const stat = readProc(pid, 'stat')
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function readProc(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return null
  }
}

let clockTicks: number | null = null

function ticksPerSecond(): number {
  clockTicks ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
  return clockTicks
}
