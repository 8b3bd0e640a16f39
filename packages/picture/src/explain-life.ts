import type { Saying } from '@lagebild/model/explanation.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { DEFAULT_LABEL } from '@lagebild/model/label.ts'

import type { Answer } from './explain-field.ts'
import { labelOf } from './label.ts'
import { endingsOf, lifeOf, LIVES } from './life.ts'
import type { Endings } from './life.ts'
import { newest } from './ordered.ts'
import type { Picture } from './picture.ts'
import { currentLists } from './presence.ts'
import { compareRanks, compareStamps } from './stamp.ts'
import type { Said } from './stamp.ts'
import { slotOf, slotsOf } from './state.ts'
import type { EndingRel, Entity, LinkRegister, RosterRegister } from './state.ts'
import { refTo, refToTold, retractionOf, saidIn, sayingOf, withdrawnFate } from './utterance.ts'
import type { Account, Fate } from './utterance.ts'
import { endOf, verdictOf } from './verdict.ts'
import type { Verdict } from './verdict.ts'

export type Asked = {
	readonly picture: Picture
	readonly entity: Entity
	readonly account: Account
	/** P62: whether the viewer may know of an entity. */
	readonly sees: (id: EntityId) => boolean
}

/** P9: who set the label, and who changed it. */
export function explainLabel({ entity, account }: Asked): Answer {
	const { created } = entity
	const { classified } = entity.seldom
	const shown = classified?.seq ?? created
	const setting = account.own.filter(({ event, seq }) => event.op === 'classify' || seq === created)
	const winner = setting.find(({ seq }) => seq === shown)
	const older: Fate = { standing: 'older', ...(winner && { overtakenBy: refToTold(winner) }) }
	const sayings = setting.map((told) => {
		const value = told === winner ? labelOf(entity) : (told.event.label ?? DEFAULT_LABEL)
		return sayingOf(account, { said: saidIn(told), value, fate: told === winner ? { standing: 'shown' } : older })
	})
	return { rule: 'P9', value: labelOf(entity), sayings }
}

/** What decided an entity's life: the newest statement that counts, a link of another entity, or the lists of its source. */
type Decider =
	| { readonly by: 'statement' | 'retraction'; readonly said: Said }
	| { readonly by: 'link'; readonly said: Said; readonly rel: EndingRel }
	| { readonly by: 'list'; readonly said: Said | undefined }
	| { readonly by: 'nobody'; readonly said: undefined }

/** P60. */
export function explainLife(asked: Asked): Answer {
	const { entity } = asked
	const verdict = verdictOf(entity)
	const { life } = lifeOf(entity, verdict)
	const decider = deciderOf(asked, verdict)
	const sayings = [
		...statements(asked, verdict, decider),
		...retractions(asked, decider),
		...endings(asked, decider),
		...listings(asked, decider),
	]
	return { rule: ruleOf(entity, decider), value: life, sayings }
}

function ruleOf({ seldom: { absence, listed } }: Entity, { by }: Decider): string {
	if (by === 'link') return 'P11'
	if (by !== 'list') return 'P10'
	if (absence?.life === 'ended') return 'P15'
	return listed ? 'P16' : 'P17'
}

function deciderOf({ picture, entity }: Asked, verdict: Verdict): Decider {
	const own = ownDecider(picture, entity, verdict)
	if (verdict.life === 'retracted' || verdict.life === 'cancelled') return own
	const { link } = endingsOf(entity)
	return link ? { by: 'link', said: link.said, rel: link.rel } : own
}

function ownDecider(picture: Picture, entity: Entity, { life, by }: Verdict): Decider {
	if (!by) return { by: 'nobody', said: undefined }
	if (life === 'retracted') return { by: 'retraction', said: by }
	const upsert = slotsOf(entity).some(({ reset }) => reset === by)
	if (!upsert || life === 'live') return { by: 'statement', said: by }
	return { by: 'list', said: currentLists(picture, entity.source).findLast(({ items }) => !items.has(entity))?.said }
}

const WORDS = { upsert: 'live', end: 'ended', cancel: 'cancelled' } as const

function isOfLife(op: string): op is keyof typeof WORDS {
	return Object.hasOwn(WORDS, op)
}

type Utterance = { readonly said: Said; readonly value: string }

/** Every upsert, end and cancellation that the journal tells, and those that hold although the journal tells them no more. */
function utterancesOf({ entity, account }: Asked): readonly Utterance[] {
	const told = account.own.flatMap((each) => (isOfLife(each.event.op) ? [{ said: saidIn(each), value: WORDS[each.event.op] }] : []))
	const seqs = new Set(told.map(({ said }) => said.seq))
	const held = slotsOf(entity).flatMap(({ reset, end }) => [
		...(reset ? [{ said: reset, value: WORDS.upsert }] : []),
		...(end ? [{ said: end.said, value: end.life }] : []),
	])
	return [...told, ...held.filter(({ said }) => !said.withdrawn && !seqs.has(said.seq))]
}

function statements(asked: Asked, verdict: Verdict, decider: Decider): readonly Saying[] {
	const { account } = asked
	return utterancesOf(asked).map((utterance) => sayingOf(account, { ...utterance, fate: fateOf(asked, utterance, { verdict, decider }) }))
}

type Decided = { readonly verdict: Verdict; readonly decider: Decider }

/** P59, P60. */
function fateOf({ entity, account }: Asked, { said, value }: Utterance, decided: Decided): Fate {
	const slot = slotOf(entity, said.by.source)
	if (!slot || slot.withdrawn?.has(said.id)) return withdrawnFate(account, said)
	const held = value === 'live' ? slot.reset : slot.end?.said
	if (held?.seq !== said.seq) return { standing: 'overtaken', ...(held && { overtakenBy: refTo(held) }) }
	return decides(decided.decider, said) ? { standing: 'shown' } : besides(entity, held, decided)
}

function besides(entity: Entity, held: Said, decided: Decided): Fate {
	const upsert = slotsOf(entity).some(({ reset }) => reset === held)
	return upsert ? upsertFate(entity, held, decided) : endFate(held, decided)
}

function decides(decider: Decider, said: Said): boolean {
	return decider.by === 'statement' && decider.said.seq === said.seq
}

/** An upsert that stands, is ended, or is decided by others. */
function upsertFate(entity: Entity, upsert: Said, { decider }: Decided): Fate {
	const end = endOf(entity, upsert)
	if (end) return { standing: endedBy(end.said, upsert), overtakenBy: refTo(end.said) }
	if (decider.by === 'link') return { standing: 'outranked' }
	return decider.by === 'list' ? { standing: 'overtaken' } : { standing: 'beside' }
}

function endedBy(end: Said, upsert: Said): Fate['standing'] {
	if (end.by.source === upsert.by.source) return 'overtaken'
	return compareRanks(end.by.rank, upsert.by.rank) > 0 ? 'outranked' : 'older'
}

function endFate(end: Said, { verdict: { by, objections }, decider }: Decided): Fate {
	const objection = objections.find((one) => one.end.said.seq === end.seq)
	if (objection) return { standing: 'conflict', overtakenBy: refTo(objection.to) }
	if (decider.by === 'link') return { standing: 'outranked' }
	return by && compareStamps(by, end) > 0 ? { standing: 'older', overtakenBy: refTo(by) } : { standing: 'beside' }
}

/** Nothing that was said stands any more: what is shown is that it was taken back. */
function retractions({ account }: Asked, { by, said }: Decider): readonly Saying[] {
	if (by !== 'retraction') return []
	const told = retractionOf(account, said)
	return [sayingOf(account, { said: told ? saidIn(told) : said, value: 'retracted', fate: { standing: 'shown' } })]
}

/** Newest links of other entities that are told. */
const MOST_LINKS = 20

/** P62: an end that the viewer may not know of is not told, whatever it decided. */
function endings({ entity, account, sees }: Asked, decider: Decider): readonly Saying[] {
	const { links } = entity
	const counted = endingsOf(entity)
	const told = (rel: EndingRel): readonly Saying[] => {
		const held = links?.[rel] ? newest(links[rel], MOST_LINKS) : []
		return held
			.filter(({ from }) => sees(from))
			.map((link) => sayingOf(account, { said: link.said, value: LIVES[rel], fate: linkFate(link, counted, decider), link: link.from }))
	}
	return [...told('cancels'), ...told('updates')]
}

function linkFate(link: LinkRegister, { objections, guard }: Endings, decider: Decider): Fate {
	if (decider.by === 'link' && decider.said === link.said && decider.rel === link.rel) return { standing: 'shown' }
	const objects = objections.some((objection) => objection === link)
	return objects ? { standing: 'conflict', ...(guard && { overtakenBy: refTo(guard) }) } : { standing: 'beside' }
}

/** P62: lists are told by whoever sees the feed, and say of others nothing. */
function listings({ picture, entity, account, sees }: Asked, decider: Decider): readonly Saying[] {
	const feeds = picture.entities.filter(({ kind, source }) => kind === 'feed' && source === entity.source)
	if (!entity.owned || feeds.length === 0 || !feeds.every(({ id }) => sees(id))) return []
	return currentLists(picture, entity.source).map((list) => {
		const shown = decider.by === 'list' && list.said === decider.said
		const value = shown ? (entity.seldom.absence?.life ?? 'unconfirmed') : namedIn(list, entity)
		return sayingOf(account, { said: list.said, value, fate: { standing: shown ? 'shown' : 'beside' } })
	})
}

function namedIn({ items }: RosterRegister, entity: Entity): string {
	return items.has(entity) ? 'listed' : 'unlisted'
}
