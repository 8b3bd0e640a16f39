import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'

import { takeLock } from '@lagebild/journal/lock.ts'
import type { Lock } from '@lagebild/journal/lock.ts'
import * as z from 'zod'

import { syncFolder, writeDurably } from './durable.ts'
import { BackupRefusal } from './refusal.ts'

/**
 * What is left to do of a restore, written when everything is put together and durable beside what is there. What still lies at its staged place
 * has not come yet: each step can be done again, so that after a crash it is done to its end (J33). Paths are within the data folder.
 */
const Swap = z.strictObject({
	/** Where what is restored was put together. */
	staged: z.string(),
	/** Where what was there goes. */
	aside: z.string(),
	/** Files that come, and take the place of what is there. */
	come: z.array(z.string()).readonly(),
	/** Files that only go. */
	go: z.array(z.string()).readonly(),
})
export type Swap = z.infer<typeof Swap>

const FILE = 'restore.json'
/** Beside a database. */
const COMPANIONS = ['', '-wal', '-shm'] as const

/** Notes what is to be done, and does it. The caller holds the locks of the data folder. */
export function swap(dataFolder: string, wanted: Swap): void {
	writeDurably(path.join(dataFolder, FILE), `${JSON.stringify(wanted)}\n`)
	carryOut(dataFolder, wanted)
}

/**
 * Ends a restore that was cut short after everything was put together; one that was cut short before has changed nothing. Called before anything
 * opens the data folder.
 * @returns true when there was one
 * @throws BackupRefusal while another process is at it
 */
export function finishRestore(dataFolder: string): boolean {
	if (!existsSync(path.join(dataFolder, FILE))) return false
	const lock = lockJournals(dataFolder, 'restore')
	try {
		return finishHeld(dataFolder)
	} finally {
		lock.release()
	}
}

/** The same for whoever holds the lock. */
export function finishHeld(dataFolder: string): boolean {
	const file = path.join(dataFolder, FILE)
	if (!existsSync(file)) return false
	const left = Swap.safeParse(JSON.parse(readFileSync(file, 'utf8')))
	if (!left.success) throw new BackupRefusal(`${file} is damaged: a restore was cut short, and nobody knows where.`)
	carryOut(dataFolder, left.data)
	return true
}

export function lockJournals(dataFolder: string, command: string): Lock {
	return lockFile(path.join(dataFolder, 'journals', 'journals.lock'), { dataFolder, command })
}

/** @throws BackupRefusal with the name of the holder */
export function lockFile(file: string, { dataFolder, command }: { readonly dataFolder: string; readonly command: string }): Lock {
	mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
	const taken = takeLock(file, { pid: process.pid, since: new Date().toISOString(), command: `lagebild ${command}` })
	if (taken.ok) return taken.value
	const { holder } = taken.fault
	const who = holder ? `process ${holder.pid} (${holder.command}), since ${holder.since}` : 'another process'
	throw new BackupRefusal(`The data folder ${dataFolder} is in use by ${who}. Stop it first.`)
}

function carryOut(dataFolder: string, { staged, aside, come, go }: Swap): void {
	const inData = (...names: readonly string[]): string => path.join(dataFolder, ...names)
	for (const item of go) moveAside(inData(item), inData(aside, item))
	for (const item of come.filter((name) => existsSync(inData(staged, name)))) {
		moveAside(inData(item), inData(aside, item))
		mkdirSync(path.dirname(inData(item)), { recursive: true, mode: 0o700 })
		renameSync(inData(staged, item), inData(item))
	}
	for (const folder of new Set([...come, ...go].map((item) => path.dirname(item)))) syncFolder(inData(folder))
	rmSync(inData(staged), { recursive: true, force: true })
	rmSync(inData(FILE))
	syncFolder(dataFolder)
}

function moveAside(file: string, away: string): void {
	for (const end of COMPANIONS) {
		if (!existsSync(`${file}${end}`)) continue
		mkdirSync(path.dirname(away), { recursive: true, mode: 0o700 })
		renameSync(`${file}${end}`, `${away}${end}`)
	}
}
