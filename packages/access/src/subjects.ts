import type { DatabaseSync } from 'node:sqlite'

/** Somebody as a provider of identities knows him or her: never by name or address, which go to the next one. */
export type Subject = { readonly issuer: string; readonly subject: string }

export type Subjects = {
	/** Id of the account, also of an ended one. */
	readonly accountOfSubject: (subject: Subject) => string | undefined
	readonly bindSubject: (subject: Subject, account: string) => void
	/** The account's provider. Undefined: it is one of this house. */
	readonly subjectOfAccount: (account: string) => Subject | undefined
}

export function openSubjects(database: DatabaseSync): Subjects {
	const select = database.prepare('select account from subjects where issuer = ? and subject = ?')
	const bind = database.prepare('insert into subjects (issuer, subject, account) values (?, ?, ?)')
	const selectSubject = database.prepare('select issuer, subject from subjects where account = ?')
	return {
		accountOfSubject: ({ issuer, subject }) => {
			const account = select.get(issuer, subject)?.['account']
			return typeof account === 'string' ? account : undefined
		},
		bindSubject: ({ issuer, subject }, account) => {
			bind.run(issuer, subject, account)
		},
		subjectOfAccount: (account) => {
			const row = selectSubject.get(account)
			return row && { issuer: String(row['issuer']), subject: String(row['subject']) }
		},
	}
}
