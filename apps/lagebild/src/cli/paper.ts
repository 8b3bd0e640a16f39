import { openSource } from '@lagebild/backup/source.ts'
import type { Settings } from '@lagebild/config/read.ts'
import { beginChecking, BrokenJournal, check, checkWhole } from '@lagebild/journal/backup/check-kept.ts'
import { entriesOf } from '@lagebild/journal/backup/entries.ts'
import type { BackupSource } from '@lagebild/journal/backup/port.ts'
import { ACCESS_OPERATION } from '@lagebild/model/access/access-operation.ts'
import type { OperationId } from '@lagebild/model/ids.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { PaperThing } from '@lagebild/paper/order.ts'
import { writePaper } from '@lagebild/paper/write.ts'
import { apply, createPicture, headOf } from '@lagebild/picture/picture.ts'
import { measuredAt, rowAt, size } from '@lagebild/picture/read.ts'

import { Refusal } from '../refusal.ts'
import { progressOf } from './progress.ts'

/** `to`: a folder that is there. */
export type PaperWish = { readonly operation: string | undefined; readonly to: string | undefined }
type Told = { readonly out: (text: string) => void; readonly err: (text: string) => void }

/** From the journals alone: whether anything runs makes no difference. */
export async function writePapers(settings: Settings, { operation, to }: PaperWish, { out, err }: Told): Promise<void> {
	const { paper } = settings
	const folder = to ?? paper.folder
	if (folder === undefined) throw new Refusal('The configuration names no folder for papers (paper.folder): say where with --to.')
	const source = await openSource(settings)
	try {
		const reader = new Reader(source, err)
		for (const wanted of await wantedOf(source, reader, operation)) {
			const content = await contentOf(reader, wanted)
			const told = writePaper({ content, folder, ours: to === undefined && paper.ours, keep: paper.keep, language: paper.language })
			if (told.type === 'failed') throw new Refusal(`No paper could be written to ${folder}: ${told.message}`)
			out(told.file)
		}
	} finally {
		await source.close()
	}
}

async function wantedOf(source: BackupSource, reader: Reader, named: string | undefined): Promise<readonly Operation[]> {
	const all: Operation[] = []
	const ids = await source.operations()
	for (const id of ids) if (id !== ACCESS_OPERATION) all.push(await reader.operation(id))
	const found = all.filter(({ id, base, state }) => (named === undefined ? !base && state === 'open' : id === named))
	if (found.length > 0) return found
	const names = all.filter(({ base }) => !base).map(({ id }) => id)
	if (named === undefined) throw new Refusal('No operation is open.')
	throw new Refusal(`There is no operation "${named}". ${names.length > 0 ? `There are ${names.join(', ')}.` : 'There is none.'}`)
}

async function contentOf(reader: Reader, { id, name, status, timeZone, area, bases }: Operation) {
	const own = await reader.fold(id)
	const things = [...own.things]
	for (const base of bases) things.push(...(await reader.fold(base)).things)
	return { operation: { id, name, status, timeZone, area }, at: Date.now(), seq: own.seq, things }
}

/** What was read once is not read again. */
class Reader {
	readonly #source: BackupSource
	readonly #say: ReturnType<typeof progressOf>
	readonly #folded = new Map<OperationId, Promise<{ readonly seq: number; readonly things: readonly PaperThing[] }>>()

	constructor(source: BackupSource, err: Told['err']) {
		this.#source = source
		this.#say = progressOf('Reading', err)
	}

	/** As its entries make it. */
	async operation(id: OperationId): Promise<Operation> {
		const checking = beginChecking(id)
		try {
			for (let after = 0; ;) {
				const page = await this.#source.page(id, after, PAGE)
				for (const kept of page) check(checking, kept)
				const last = page.at(-1)
				if (!last) return checkWhole(checking).operation
				after = last.seq
			}
		} catch (error) {
			if (error instanceof BrokenJournal) throw new Refusal(`${error.message}. Look at it with: lagebild verify`)
			throw error
		}
	}

	fold(id: OperationId) {
		const known = this.#folded.get(id) ?? this.#fold(id)
		this.#folded.set(id, known)
		return known
	}

	async #fold(id: OperationId) {
		const picture = createPicture()
		const of = await this.#source.head(id)
		for await (const page of entriesOf(this.#source, id)) {
			for (const entry of page) apply(picture, entry)
			this.#say({ operation: id, done: headOf(picture), of: Math.max(of, headOf(picture)) })
		}
		const things: PaperThing[] = []
		for (let index = 0; index < size(picture); index++) {
			const row = rowAt(picture, index)
			if (row) things.push({ row, measured: measuredAt(picture, index) })
		}
		return { seq: headOf(picture), things }
	}
}

const PAGE = 500
