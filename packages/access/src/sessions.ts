import type { DatabaseSync } from 'node:sqlite'

import { administered, SignInWay } from '@lagebild/model/access/event.ts'
import { Grant } from '@lagebild/model/label.ts'
import { instant } from '@lagebild/model/time.ts'

import { grantForLink, grantOfAccount, sessionOfLink } from './grants.ts'
import { newId } from './ids.ts'
import type { Issuing } from './issuing.ts'
import type { LastUsed } from './last-used.ts'
import type { Say } from './ledger.ts'
import type { By, Session, SessionRequest, Sessions, StartedSession } from './port.ts'
import { Recognised } from './recognised.ts'
import { numberIn, textIn } from './rows.ts'
import type { Row } from './rows.ts'
import { sealOfSession } from './seals.ts'
import { hashOf, newSecret } from './secret.ts'
import { givenIn } from './withdraw.ts'

/** A watch of twelve hours; the next one signs in anew. */
export const SESSION_MS = 12 * 3_600_000

const MOST_AGENT = 300
const MOST_ADDRESS = 64

/** Ends the sessions of a credential within a transaction, but for one. @returns how many held until then. */
export type SignOut = (
	credential: string,
	because: { readonly say: Say; readonly by: By; readonly why: string; readonly except?: string },
) => number

export function openSignOut(database: DatabaseSync, now: () => number): SignOut {
	const end = database.prepare(
		'update sessions set ended = ? where credential = ? and id <> ? and ended is null and expires > ? returning id',
	)
	return (credential, { say, by, why, except = '' }) => {
		const ids = end.all(now(), credential, except, now()).map((row) => textIn(row, 'id'))
		if (ids.length > 0) say({ what: 'signed-out', credential, sessions: ids.length, ids, why }, by)
		return ids.length
	}
}

type Using = Pick<Sessions, 'createLink' | 'redeem' | 'startSession' | 'grantOfSession' | 'sessionOfToken' | 'hasSessions'> & {
	/** Of a one-time link's session, which has no place in the directory. */
	readonly grantOfLink: (credential: string) => Grant | undefined
}

export function openSessions(issuing: Issuing): Using {
	const { ledger, used, codes } = issuing
	const { now } = ledger
	const sql = statements(ledger.database)
	const start = openStart(issuing)
	const grantIn = openGrants(issuing)
	const recognised = new Recognised<{ readonly id: string; readonly grant: Grant; readonly expires: number }>(ledger)
	const begun = (token: string) => {
		const row = sql.byToken.get(hashOf(token), now())
		const grant = row && grantIn(row)
		return row && grant && { id: textIn(row, 'id'), grant, expires: numberIn(row, 'expires') }
	}
	return {
		createLink: (request, by = 'command line') =>
			ledger.transact((say) => {
				say(administered(by, 'link made', request.name), by)
				const grant = grantForLink(request, newId())
				const sessionMs = sessionOfLink(request)
				return codes.make('link', sessionMs === undefined ? grant : { grant, sessionMs }, now() + request.ttlMs)
			}),
		redeem: (code, from = {}) => {
			const content = codes.use('link', code)
			if (content !== undefined) return start({ ...linkIn(content), way: 'link', ...from })
			const { account } = givenIn(codes.use('account link', code))
			return account === undefined ? undefined : start({ account, way: 'link', ...from })
		},
		startSession: start,
		grantOfSession: (token) => {
			const session = recognised.read(token, () => begun(token))
			if (!session || session.expires <= now()) return undefined
			used.mark(`session-${session.id}`)
			used.mark(session.grant.credential)
			return session.grant
		},
		sessionOfToken: (token) => {
			const row = sql.byToken.get(hashOf(token), now())
			return row && sessionIn(row, used)
		},
		grantOfLink: (credential) => {
			const row = sql.byCredential.get(credential, now())
			return row && grantIn(row)
		},
		hasSessions: () => sql.any.get(now()) !== undefined,
	}
}

/** Content of a link for a session that lasts longer than a watch. */
type Lasting = { readonly grant: unknown; readonly sessionMs: number }

function isLasting(content: unknown): content is Lasting {
	return (
		typeof content === 'object' && content !== null && 'grant' in content && 'sessionMs' in content && typeof content.sessionMs === 'number'
	)
}

function linkIn(content: unknown): { readonly grant: Grant; readonly ttlMs?: number } {
	return isLasting(content) ? { grant: Grant.parse(content.grant), ttlMs: content.sessionMs } : { grant: Grant.parse(content) }
}

type Listing = Pick<Sessions, 'sessionsByLink' | 'endSession' | 'endSessionById' | 'endSessions' | 'sessionsOf' | 'sessionById'>

export function openSessionList({ ledger, used }: Issuing, signOut: SignOut): Listing {
	const { now } = ledger
	const sql = statements(ledger.database)
	const end = (row: Row | undefined, why: string): boolean =>
		row !== undefined &&
		ledger.transact((say) => {
			const credential = textIn(row, 'credential')
			const id = textIn(row, 'id')
			const ended = sql.end.run(now(), id).changes > 0
			if (ended) say({ what: 'signed-out', credential, sessions: 1, ids: [id], why }, credential)
			return ended
		})
	return {
		endSession: (token, why = 'signed out') => void end(sql.byToken.get(hashOf(token), now()), why),
		endSessionById: (id, why = 'signed out') => end(sql.byId.get(id, now()), why),
		endSessions: (credential, except, why = 'signed out everywhere') =>
			ledger.transact((say) => signOut(credential, { say, by: credential, why, ...(except !== undefined && { except }) })),
		sessionsOf: (credential) => sql.byCredential.all(credential, now()).map((row) => sessionIn(row, used)),
		sessionsByLink: () =>
			sql.byLink.all(now()).map((row) => {
				const { name, role } = Grant.parse(JSON.parse(textIn(row, 'content')))
				return { ...sessionIn(row, used), name, role }
			}),
		sessionById: (id) => {
			const row = sql.byId.get(id, now())
			return row && sessionIn(row, used)
		},
	}
}

const COLUMNS = 'id, credential, account, content, way, address, agent, created, expires'

function statements(database: DatabaseSync) {
	const held = 'ended is null and expires > ?'
	return {
		byToken: database.prepare(`select ${COLUMNS} from sessions where hash = ? and ${held}`),
		byId: database.prepare(`select ${COLUMNS} from sessions where id = ? and ${held}`),
		byCredential: database.prepare(`select ${COLUMNS} from sessions where credential = ? and ${held} order by created desc, id`),
		byLink: database.prepare(`select ${COLUMNS} from sessions where account is null and ${held} order by created desc, id`),
		end: database.prepare('update sessions set ended = ? where id = ? and ended is null'),
		any: database.prepare(`select 1 from sessions where ${held} limit 1`),
	}
}

/** A session and the entry that says so. Undefined when there is no such active account. */
function openStart({ ledger, used }: Issuing): (request: SessionRequest) => StartedSession | undefined {
	const { database, now } = ledger
	const insert = database.prepare(`insert into sessions (hash, ${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	const keep = (token: string, session: Session, grant: Grant): string => {
		const { id, credential, way, address, agent, created, expires } = session
		const { account = null } = grant
		const content = account === null ? JSON.stringify(grant) : ''
		const hash = hashOf(token)
		insert.run(hash, id, credential, account, content, way, address ?? null, agent ?? null, created, expires)
		return sealOfSession({ hash, id, credential, account, content, way, created, expires })
	}
	const begin = (request: SessionRequest): StartedSession | undefined =>
		ledger.transact((say) => {
			const given = grantFor(request, ledger)
			if (!given) return undefined
			const [token, created] = [newSecret(), now()]
			const grant = { ...given, expires: instant(created + (request.ttlMs ?? SESSION_MS)) }
			const session = { id: newId(), credential: grant.credential, ...told(request), created, lastUsed: created, expires: grant.expires }
			const seal = keep(token, session, grant)
			const { id, credential, way, address } = session
			say({ what: 'signed-in', credential, session: id, way, ...(address !== undefined && { address }), seal }, credential)
			return { token, grant, session }
		})
	return (request) => {
		const started = begin(request)
		if (started) used.mark(started.session.credential)
		return started
	}
}

function told({ way, address, agent }: SessionRequest): Pick<Session, 'way' | 'address' | 'agent'> {
	return {
		way,
		...(address !== undefined && { address: address.slice(0, MOST_ADDRESS) }),
		...(agent !== undefined && { agent: agent.slice(0, MOST_AGENT) }),
	}
}

function grantFor(request: SessionRequest, ledger: Issuing['ledger']): Grant | undefined {
	if ('grant' in request) return request.grant
	const detail = ledger.known().accounts.get(request.account)
	return detail?.state === 'active' ? grantOfAccount(detail) : undefined
}

/** Grants of sessions without an account that are kept ready. */
const MOST_READY = 1_000

/** What a session may do now: that of its account, or of the link that it came by. */
function openGrants({ ledger, grants }: Issuing): (row: Row) => Grant | undefined {
	const ready = new Map<string, Grant>()
	return (row) => {
		const account = row['account']
		if (typeof account === 'string') {
			const detail = ledger.directory().accounts.get(account)
			return detail?.state === 'active' ? { ...grants(detail, grantOfAccount), expires: instant(numberIn(row, 'expires')) } : undefined
		}
		const id = textIn(row, 'id')
		const known = ready.get(id)
		if (known) return known
		const grant = Grant.parse(JSON.parse(textIn(row, 'content')))
		if (ready.size >= MOST_READY) ready.clear()
		ready.set(id, grant)
		return grant
	}
}

function sessionIn(row: Row, used: LastUsed): Session {
	const [id, address, agent] = [textIn(row, 'id'), row['address'], row['agent']]
	const created = numberIn(row, 'created')
	return {
		id,
		credential: textIn(row, 'credential'),
		way: SignInWay.parse(row['way']),
		...(typeof address === 'string' && { address }),
		...(typeof agent === 'string' && { agent }),
		created,
		lastUsed: used.at(`session-${id}`) ?? created,
		expires: numberIn(row, 'expires'),
	}
}
