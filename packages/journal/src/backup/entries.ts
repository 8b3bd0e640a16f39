import type { Entry } from '@lagebild/model/entry.ts'
import type { OperationId } from '@lagebild/model/ids.ts'
import { seq } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'

import { readBody } from '../body.ts'
import { GENESIS } from '../chain.ts'
import type { KeptEntry } from './kept-entry.ts'
import type { BackupSource } from './port.ts'

const PAGE = 500

/** All entries of a journal to its present end, page by page: nothing stays open between them. */
export async function* entriesOf(source: BackupSource, operation: OperationId): AsyncGenerator<readonly Entry[]> {
	let last = { seq: 0, hash: Buffer.from(GENESIS).toString('hex') }
	for (;;) {
		const page = await source.page(operation, last.seq, PAGE)
		if (page.length === 0) return
		yield page.map((kept, index) => entryOf(kept, page[index - 1]?.hash ?? last.hash))
		last = page.at(-1) ?? last
	}
}

function entryOf({ body, diary, ...kept }: KeptEntry, prevHash: string): Entry {
	const { recorded, commit, hash } = kept
	const place = { seq: seq(kept.seq), recorded: instant(recorded), prevHash, commit, hash }
	return { ...place, ...(diary && { number: diary.number }), body: body ? readBody(body.canonical) : { type: 'erased' } }
}
