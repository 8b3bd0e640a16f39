import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { isAlive } from '@lagebild/testing/server-process.ts'

/** A small file system of its own, which the harness fills to the last byte. */
export type SmallDisk = {
	readonly folder: string
	readonly fill: () => void
	readonly free: () => void
	readonly remove: () => void
}

const SIZE = '48m'
const FOLDER = /^lagebild-disk-(\d+)-/

/** @returns why there is none, where nothing may be mounted */
export function mountSmallDisk(): SmallDisk | string {
	sweep()
	if (process.getuid?.() !== 0) return 'only root may mount a small file system'
	const folder = mkdtempSync(join(tmpdir(), `lagebild-disk-${process.pid}-`))
	const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder], { encoding: 'utf8' })
	if (error || status !== 0) {
		rmSync(folder, { recursive: true })
		return `no small file system can be mounted here: ${stderr || String(error)}`
	}
	const filler = join(folder, 'filler')
	mkdirSync(join(folder, 'data'))
	return {
		folder: join(folder, 'data'),
		fill: () => fill(filler),
		free: () => rmSync(filler, { force: true }),
		remove: () => unmount(folder),
	}
}

function fill(file: string): void {
	const descriptor = openSync(file, 'a')
	try {
		for (const block of [1_000_000, 4_096, 1]) while (wrote(descriptor, block)) continue
	} finally {
		closeSync(descriptor)
	}
}

function wrote(descriptor: number, bytes: number): boolean {
	try {
		return writeSync(descriptor, Buffer.alloc(bytes)) > 0
	} catch {
		return false
	}
}

function sweep(): void {
	for (const name of readdirSync(tmpdir())) {
		const pid = FOLDER.exec(name)?.[1]
		if (pid !== undefined && !isAlive(Number(pid))) unmount(join(tmpdir(), name))
	}
}

function unmount(folder: string): void {
	spawnSync('umount', [folder])
	rmSync(folder, { recursive: true, force: true })
}
