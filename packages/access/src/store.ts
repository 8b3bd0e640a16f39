import type { Grant } from '@lagebild/model/label.ts'

import { openAccountLinks } from './account-links.ts'
import { openAccountList, openAccounts } from './accounts.ts'
import { Background } from './background.ts'
import { openChallenges } from './challenges.ts'
import { openCodes } from './codes.ts'
import { openCorrection } from './correct.ts'
import { openDatabase } from './database.ts'
import { openDeviceList, openDeviceProofs, openDevices } from './devices.ts'
import { grantOfAccount, grantOfDevice, grantOfKeyDetail } from './grants.ts'
import { openInvitations } from './invitations.ts'
import { rememberedGrants } from './issuing.ts'
import type { Issuing } from './issuing.ts'
import { openKept } from './kept.ts'
import { openKeyRing, openKeys } from './keys.ts'
import { openLabelDefaults } from './label-defaults.ts'
import { LastUsed } from './last-used.ts'
import { Ledger } from './ledger.ts'
import { openPasskeys } from './passkeys.ts'
import type { Accounts, Challenges, Changes, Devices, Invitations, Kept, Keys, LabelDefaults, Outbox, Passkeys, Sessions } from './port.ts'
import { openSessionList, openSessions, openSignOut } from './sessions.ts'
import { openPasswords, openSignIn } from './sign-in.ts'
import { openSubjects } from './subjects.ts'
import type { Subjects } from './subjects.ts'
import { ONE_MACHINE } from './writing.ts'
import type { Writer, Writing } from './writing.ts'

/** Who may come in, what they may do, and the entries that say so. */
export type Access = Accounts &
	Subjects &
	Passkeys &
	Sessions &
	Invitations &
	Keys &
	Devices &
	Challenges &
	Kept &
	LabelDefaults &
	Outbox &
	Changes &
	Writing & {
		/** Also writes what is counted and not yet written, where that is possible at once; else `flush` comes first. */
		readonly close: () => void
	}

export type AccessOptions = {
	readonly folder: string
	/** Wall clock, epoch ms. */
	readonly now: () => number
	/** What another process writes is noticed once in each turn of the event loop, not at every question. */
	readonly byTurn?: boolean
}

/** Of one machine: several of its processes may have the data folder open. */
export function openAccess({ folder, now, byTurn = false }: AccessOptions): Access {
	const database = openDatabase(folder, now())
	return accessOver(new Ledger(database, now, byTurn), ONE_MACHINE)
}

/** The same over tables that `writer` writes. */
export function accessOver(ledger: Ledger, writer: Writer): Access {
	const { database, now } = ledger
	const used = new LastUsed(database, now)
	const background = new Background({ ledger, used, writer })
	const { write, attempt, writeAfter, follow, onWritten } = writer
	const issuing: Issuing = { ledger, used, background, write, codes: openCodes(database, now), grants: rememberedGrants() }
	const signOut = openSignOut(database, now)
	const { grantOfLink, ...sessions } = openSessions(issuing)
	const subjects = openSubjects(database)
	return {
		...openAccounts(issuing, signOut),
		...openAccountList(issuing),
		...subjects,
		...openAccountLinks(issuing, subjects),
		...openPasswords(issuing),
		...openSignIn(issuing),
		...openPasskeys(issuing),
		...sessions,
		...openSessionList(issuing, signOut),
		...openInvitations(issuing),
		...openKeys(issuing),
		...openKeyRing(issuing),
		...openDevices(issuing),
		...openDeviceProofs(issuing),
		...openDeviceList(issuing),
		...openChallenges(database, now),
		...openKept(database, now),
		...openLabelDefaults(issuing),
		...openOutbox(issuing),
		onChange: (listener) => ledger.onChange(listener),
		grantOfCredential: (credential) => (credential.startsWith('link-') ? grantOfLink(credential) : grantOfCredential(issuing, credential)),
		write,
		attempt,
		writeAfter,
		follow,
		onWritten,
		flush: () => background.flush(),
		close: () => {
			if (!writer.shared) background.flushNow()
			void writer.end()
			database.close()
		},
	}
}

function openOutbox({ ledger, background }: Issuing): Outbox {
	return {
		record: (detail, by) => background.record(detail, by),
		pending: (limit) => ledger.pending(limit),
		moved: (entries) => ledger.moved(entries),
		poll: () => background.poll(),
		onPending: (listener) => ledger.onPending(listener),
		...openCorrection(ledger),
	}
}

function grantOfCredential({ ledger, grants }: Issuing, credential: string): Grant | undefined {
	const { accounts, keys, devices } = ledger.directory()
	const id = credential.slice(credential.indexOf('-') + 1)
	if (credential.startsWith('person-')) {
		const account = accounts.get(id)
		return account?.state === 'active' ? grants(account, grantOfAccount) : undefined
	}
	if (credential.startsWith('key-')) {
		const key = keys.get(id)
		return key?.state === 'active' ? grants(key, grantOfKeyDetail) : undefined
	}
	const device = credential.startsWith('device-') ? devices.get(id) : undefined
	return device?.state === 'active' ? grants(device, grantOfDevice) : undefined
}
