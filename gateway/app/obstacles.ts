/** Finds what stands in the way in the data folder before anything there is opened, and names it. */
import { accessSync, constants, lstatSync, readdirSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { diskTrouble, errorCode, obstacleError } from '../ops/disk-trouble.ts'
import { mustFitSocket } from '../ops/socket-path.ts'
import type { DataPaths } from './paths.ts'

/**
 * Throws DATA_UNWRITABLE for a data folder that lies too deep, for the first folder that is none or cannot be entered, and for the first file that is none or
 * cannot be read. What is not there yet is no obstacle; neither is the database, without which protection goes on.
 */
export function refuseObstacles(paths: DataPaths): void {
  mustFitSocket(paths.control)
  for (const folder of [paths.directory, paths.run, paths.keys, paths.authorities]) lookAtFolder(folder)
  for (const file of [paths.lock, `${paths.control}.lock`, paths.accessToken]) lookAtFile(file)
  // A socket is bound beside its name and then renamed: whatever else stands there, a folder is in the way.
  for (const socket of [paths.control, `${paths.control.slice(0, -1)}~`]) {
    if (found(socket, lstatSync)?.isDirectory()) throw obstacleError(socket, 'folder-for-file')
  }
  // What is in these is told by those who read it; here only whether this user may.
  for (const folder of [paths.keys, paths.authorities]) {
    for (const name of namesIn(folder)) mustAllow(join(folder, name), constants.R_OK)
  }
}

function lookAtFolder(path: string): void {
  const seen = follow(path)
  if (seen === null) return
  if (!seen.isDirectory()) throw obstacleError(path, 'file-for-folder')
  mustAllow(path, constants.R_OK | constants.X_OK)
}

function lookAtFile(path: string): void {
  const seen = follow(path)
  if (seen === null) return
  if (seen.isDirectory()) throw obstacleError(path, 'folder-for-file')
  mustAllow(path, constants.R_OK)
}

/** Null where nothing is. */
function follow(path: string): Stats | null {
  const seen = found(path, statSync)
  if (seen === null && found(path, lstatSync) !== null) throw obstacleError(path, 'dangling-link')
  return seen
}

function found(path: string, look: (path: string) => Stats): Stats | null {
  try {
    return look(path)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw diskTrouble(path, error)
  }
}

function mustAllow(path: string, mode: number): void {
  try {
    accessSync(path, mode)
  } catch (error) {
    // A link that leads nowhere, or a file that went away meanwhile: its reader says what that means.
    if (errorCode(error) !== 'ENOENT') throw diskTrouble(path, error)
  }
}

function namesIn(folder: string): string[] {
  return found(folder, statSync) === null ? [] : readdirSync(folder)
}
