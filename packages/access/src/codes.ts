import type { DatabaseSync } from 'node:sqlite'

import { textIn } from './rows.ts'
import type { Row } from './rows.ts'
import { hashOf, newSecret, newTypedSecret } from './secret.ts'

export type Purpose = 'link' | 'account link' | 'invitation' | 'enrolment'

export type Codes = {
	/** A code that opens `content` once; only its hash is stored. */
	readonly make: (purpose: Purpose, content: unknown, expires: number) => string
	/** What it opens, without using it. */
	readonly look: (purpose: Purpose, code: string) => unknown
	/** What it opens, for the last time. Undefined for unknown, used and expired codes alike. */
	readonly use: (purpose: Purpose, code: string) => unknown
}

export function openCodes(database: DatabaseSync, now: () => number): Codes {
	const insert = database.prepare('insert into codes (hash, purpose, content, expires) values (?, ?, ?, ?)')
	const select = database.prepare('select content from codes where hash = ? and purpose = ? and used is null and expires > ?')
	const use = database.prepare(
		'update codes set used = ? where hash = ? and purpose = ? and used is null and expires > ? returning content',
	)
	return {
		make: (purpose, content, expires) => {
			const code = purpose === 'enrolment' ? newTypedSecret() : newSecret()
			insert.run(hashOf(code), purpose, JSON.stringify(content), expires)
			return code
		},
		look: (purpose, code) => contentIn(select.get(hashOf(code), purpose, now())),
		use: (purpose, code) => contentIn(use.get(now(), hashOf(code), purpose, now())),
	}
}

function contentIn(row: Row | undefined): unknown {
	return row && JSON.parse(textIn(row, 'content'))
}
