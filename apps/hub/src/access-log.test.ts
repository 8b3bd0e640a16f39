import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'

import { openAccess } from '@lagebild/access/store.ts'
import type { Access } from '@lagebild/access/store.ts'
import type { Journal } from '@lagebild/journal/port.ts'
import { openSqliteStore } from '@lagebild/journal/sqlite/store.ts'
import { verifyJournal } from '@lagebild/journal/verify.ts'
import { AccessDetail } from '@lagebild/model/access/event.ts'
import { seq } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { readDirectory, snapshotOf } from './access-journal.ts'
import { AccessLog } from './access-log.ts'
import { Heard, TestHub } from './testing/harness.ts'
import type { ClientSocket } from './testing/harness.ts'

const FEED = { name: 'pegel', role: 'integrator', operations: 'all' } as const
const now = () => instant(Date.now())
const log = pino({ level: 'silent' })

/** A data folder without a hub around it. */
class Folder {
	readonly path = mkdtempSync(path.join(tmpdir(), 'lagebild-access-log-'))

	async with<T>(
		work: (parts: { readonly access: Access; readonly log: AccessLog }) => Promise<T>,
		change: (access: Access) => Access = (one) => one,
	): Promise<T> {
		const store = await openSqliteStore({ folder: path.join(this.path, 'journals'), now })
		const access = openAccess({ folder: this.path, now })
		try {
			const opened = await AccessLog.open({ store, access: change(access), now, log })
			const result = await work({ access, log: opened })
			await opened.close()
			return result
		} finally {
			await store.close()
			access.close()
		}
	}
}

let folder: Folder

beforeEach(() => {
	folder = new Folder()
	return () => rmSync(folder.path, { recursive: true })
})

async function details(journal: Journal): Promise<readonly AccessDetail[]> {
	const { seq: last } = await journal.head()
	const entries = await journal.read(seq(1), last)
	return entries.flatMap(({ body }) => {
		const event = body.type === 'event' && body.event.kind === 'system' && body.event.op === 'access' ? body.event : undefined
		return event ? [AccessDetail.parse(event.details)] : []
	})
}

describe('the access journal', () => {
	test('[Z3] what is said gets into the journal in its order, whoever said it', async () => {
		await folder.with(async ({ access, log: opened }) => {
			const commandLine = openAccess({ folder: folder.path, now })
			const { id } = access.createKey(FEED)
			commandLine.rotateKey(id, { overlapMs: 0 }, 'command line')
			access.record({ what: 'erased', operation: opened.journal.operation, seqs: [1], by: 'x', reason: 'y' }, 'person-x')
			commandLine.revokeKey('pegel')
			commandLine.close()
			await opened.settled()
			const said = await details(opened.journal)
			expect(said.map(({ what }) => what)).toEqual(['key', 'key', 'erased', 'key'])
			expect(access.pending(10)).toEqual([])
		})
	})

	test('[Z3] a crash between journal and outbox doubles nothing', async () => {
		const forgetful = (access: Access): Access => ({
			...access,
			moved: () => {
				throw new Error('the process ends here')
			},
		})
		const work = async ({ access, log: opened }: { readonly access: Access; readonly log: AccessLog }) => {
			for (const of of ['1', '2', '3']) access.record({ what: 'administered', credential: 'x', act: 'test', of }, 'x')
			await opened.settled()
			return access.pending(10).length
		}
		expect(await folder.with(work, forgetful)).toBe(3)
		const said = await folder.with(async ({ log: opened }) => {
			await opened.settled()
			return details(opened.journal)
		})
		expect(said.map((detail) => 'of' in detail && detail.of)).toEqual(['1', '2', '3'])
	})

	test('[Z3] a process that is killed at any moment leaves each entry once', async () => {
		const runs = { first: 3, second: 40, third: 150 }
		const known: Record<string, number> = {}
		for (const [run, lines] of Object.entries(runs)) known[run] = await killedAfter(folder.path, run, lines)
		const said = await folder.with(async ({ log: opened }) => {
			await opened.settled()
			return details(opened.journal)
		})
		for (const run of Object.keys(runs)) {
			const numbers = said.flatMap((detail) => (detail.what === 'administered' && detail.act === run ? [Number(detail.of)] : []))
			expect(numbers).toEqual(numbers.map((_, index) => index + 1))
			expect(numbers.length).toBeGreaterThanOrEqual(known[run] ?? Infinity)
		}
	}, 90_000)

	test('[Z2] a snapshot and what came after it make the same directory', async () => {
		await folder.with(async ({ access, log: opened }) => {
			access.createKey(FEED)
			const made = access.createAccount({ login: 'anna', name: 'Anna', role: 'staff', operations: 'all' }, 'x')
			access.setLabelDefault({ organisation: 'thw', label: { level: 'open' } }, 'x')
			await opened.settled()
			const before = await readDirectory(opened.journal)
			await opened.journal.saveSnapshot(snapshotOf(before))
			if (made.ok) access.endAccount(made.value.account, 'x')
			access.revokeKey('pegel')
			await opened.settled()
			const { directory } = await readDirectory(opened.journal)
			expect(directory.labelDefaults).toEqual(before.directory.labelDefaults)
			expect([...directory.accounts.values(), ...directory.keys.values()].map(({ state, version }) => [state, version])).toEqual([
				['ended', 1],
				['revoked', 1],
			])
			expect(await opened.journal.latestSnapshot()).toMatchObject({ seq: before.seq })
		})
	})

	test('[Z2] what a newer version wrote about who may do what is not guessed at', async () => {
		await folder.with(async ({ log: opened }) => {
			await opened.settled()
			const future: Journal = {
				...opened.journal,
				latestSnapshot: () => Promise.resolve(undefined),
				read: async (from) => {
					const [entry] = from === 1 ? await opened.journal.read(seq(1), 1) : []
					if (entry?.body.type !== 'event' || entry.body.event.kind !== 'system') return []
					const event = { ...entry.body.event, op: 'access' as const, details: { what: 'key', key: 'a', state: 'suspended' } }
					return [{ ...entry, body: { type: 'event', event } }]
				},
			}
			await expect(readDirectory(future)).rejects.toThrow('newer version')
		})
	})
})

function connection(socket: ClientSocket): Promise<void> {
	return new Promise((resolve, reject) => {
		socket.once('connect', resolve)
		socket.once('connect_error', reject)
	})
}

const WRITER = fileURLToPath(new URL('testing/access-writer.ts', import.meta.url))

/** @returns the last number that the process knew to be durable. */
async function killedAfter(data: string, run: string, lines: number): Promise<number> {
	const child = spawn(process.execPath, [WRITER, data, run], { stdio: ['ignore', 'pipe', 'inherit'] })
	let text = ''
	child.stdout.on('data', (bytes) => {
		text += String(bytes)
		if (text.split('\n').length > lines) child.kill('SIGKILL')
	})
	await once(child, 'close')
	return Number(text.slice(0, text.lastIndexOf('\n')).split('\n').at(-1))
}

describe('with a hub', () => {
	let hub: TestHub

	beforeAll(async () => {
		hub = await TestHub.start()
	})

	afterAll(async () => {
		await hub.close()
	})

	const COMMAND_LINE = fileURLToPath(new URL('../../lagebild/src/main.ts', import.meta.url))

	async function lagebild(...args: readonly string[]): Promise<void> {
		const child = spawn(process.execPath, [COMMAND_LINE, ...args], { env: { LAGEBILD_DATA: hub.folder }, stdio: 'ignore' })
		await once(child, 'close')
		if (child.exitCode !== 0) throw new Error(`lagebild ${args.join(' ')} ended with ${child.exitCode}`)
	}

	async function connected(token: string) {
		const socket = hub.socket('lage', { token })
		const heard = new Heard(socket)
		await connection(socket)
		return { socket, heard }
	}

	test('[Z4] a key that is revoked on the command line loses its connection within a second', async () => {
		const { key } = hub.access.createKey({ ...FEED, name: 'verloren' })
		const { heard } = await connected(key)
		const other = await connected(hub.admin)
		await lagebild('key', 'revoke', 'verloren')
		const begun = performance.now()
		expect(await heard.take('bye')).toMatchObject({ why: 'grant' })
		expect(performance.now() - begun).toBeLessThan(1_000)
		expect((await hub.ask('/api/v1/session', { key })).status).toBe(401)
		expect(other.socket.connected).toBe(true)
	})

	test('[Z9] of a person who is signed in twice and signs out once, one connection ends', async () => {
		const made = hub.access.createAccount({ login: 'anna', name: 'Anna', role: 'staff', operations: ['lage'] }, 'x')
		const account = made.ok ? made.value.account : ''
		const open = async () => {
			const started = hub.access.startSession({ account, way: 'password' })
			const headers = { cookie: `lagebild_session=${started?.token}`, origin: hub.url }
			const socket = hub.socket('lage', { headers })
			const heard = new Heard(socket)
			await connection(socket)
			return { socket, heard, id: started?.session.id ?? '' }
		}
		const [one, two] = [await open(), await open()]
		hub.access.endSessionById(one.id)
		await one.heard.take('bye')
		hub.access.changeAccount(account, { operations: ['lage', 'base'] }, 'x')
		expect(two.socket.connected).toBe(true)
		hub.access.endAccount(account, 'x')
		expect(await two.heard.take('bye')).toMatchObject({ why: 'grant' })
	})

	test('[Z2] what somebody wrote into the tables is corrected at the start, and everybody can read that it was', async () => {
		const { key, id } = hub.access.createKey(FEED)
		expect((await hub.ask('/api/v1/audit?what=key', { key: hub.admin })).status).toBe(200)
		await hub.stop()
		const database = new DatabaseSync(path.join(hub.folder, 'access.db'))
		database.prepare("update things set detail = json_set(detail, '$.role', 'admin') where what = 'key' and id = ?").run(id)
		database.close()
		const commandLine = openAccess({ folder: hub.folder, now })
		expect(commandLine.grantOfKey(key)?.role).toBe('admin')
		commandLine.close()
		await hub.start()
		expect(hub.access.grantOfKey(key)?.role).toBe('integrator')
		const audit = await hub.ask('/api/v1/audit?what=corrected', { key: hub.admin })
		expect(audit.body).toMatchObject({ entries: [{ details: { what: 'corrected', credential: `key-${id}` } }] })
		expect(hub.logged.some((line) => line.includes(`key-${id}`))).toBe(true)
	})

	test('[Z19] of two sessions in the file, the one that no entry began is out after a start, and everybody can read that it was there', async () => {
		const signedIn = await hub.signIn()
		await hub.stop()
		const database = new DatabaseSync(path.join(hub.folder, 'access.db'))
		const hash = createHash('sha256').update('forged').digest()
		const columns = 'credential, account, content, way, address, agent, created, expires'
		const copy = `insert into sessions (hash, id, ${columns}) select ?, 'ffffffffffffffff', ${columns} from sessions where ended is null limit 1`
		expect(database.prepare(copy).run(hash).changes).toBe(1)
		database.close()
		await hub.start()
		const statuses = [signedIn, 'lagebild_session=forged'].map(async (cookie) => hub.ask('/api/v1/session', { headers: { cookie } }))
		expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([200, 401])
		const audit = await hub.ask('/api/v1/audit?what=corrected&limit=1', { key: hub.admin })
		expect(audit.body).toMatchObject({ entries: [{ details: { why: 'no entry vouches for this session' } }] })
	})

	test('the access journal is no operation, and the verifier checks it like one', async () => {
		const made = await hub.ask('/api/v1/operations', { key: hub.admin, json: { id: 'access', name: 'x', status: 'test' } })
		expect([made.status, made.body]).toMatchObject([422, { path: 'id' }])
		expect((await hub.ask('/api/v1/operations', { key: hub.admin })).text).not.toContain('"access"')
		expect((await hub.ask('/api/v1/operations/access/journal', { key: hub.admin })).status).toBe(404)
		await hub.stop()
		const verdict = await verifyJournal({ file: path.join(hub.folder, 'journals', 'access.db'), witness: [] })
		await hub.start()
		expect(verdict).toMatchObject({ ok: true })
		expect(verdict.ok && verdict.signed === verdict.entries).toBe(true)
	})
})
