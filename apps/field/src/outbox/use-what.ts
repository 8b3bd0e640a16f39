import type { SaidEvent } from '@lagebild/client/dispatch/item.ts'
import { Fms, FmsOverlay, fmsMeaning, overlayWords } from '@lagebild/model/fms.ts'
import { formatStrength, Strength } from '@lagebild/model/strength.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { allRows } from '../state/clients.ts'
import { useFacts } from '../state/react.ts'

type Words = ReturnType<typeof useTranslations<never>>
type Payload = Readonly<Record<string, unknown>>

/** Names what was said as the crew would say it. */
export function useWhat(): (event: SaidEvent) => string {
	const t = useTranslations()
	const statusWords = useStatusWords()
	return (event) => {
		const payload = isRecord(event['payload']) ? event['payload'] : {}
		switch (event.kind) {
			case 'unit':
				return unitWords(t, payload, statusWords)
			case 'task':
				return taskWords(t, event, payload)
			case 'facility':
				return facilityWords(t, event, payload)
			case 'counter':
				return t('outbox.what.people', { people: peopleWord(t, payload['what']), count: text(payload['value']) })
			case 'message':
				return text(payload['text'])
			default:
				return text(payload['title']) || text(payload['road']) || t('outbox.what.other', { name: nameOf(event.entity) })
		}
	}
}

export type StatusWords = (fms: Fms) => string

/** A status in the words of the unit's organisation. */
export function useStatusWords(): StatusWords {
	const t = useTranslations('words.fms')
	const { language } = useFormats()
	const scheme = useFacts((facts) => facts.fms)
	const unit = useFacts(({ picture }) => picture.unit)
	return (fms) => fmsMeaning(fms, unit?.fields ?? {}, scheme).words?.[language] ?? t(`s${fms}`)
}

export function useCallWords(): (call: FmsOverlay) => string {
	const t = useTranslations('status')
	const { language } = useFormats()
	const scheme = useFacts((facts) => facts.fms)
	const unit = useFacts(({ picture }) => picture.unit)
	return (call) => overlayWords(call, unit?.fields ?? {}, scheme)?.[language] ?? t(call === 5 ? 'call5' : 'call0')
}

function isRecord(value: unknown): value is Payload {
	return typeof value === 'object' && value !== null
}

function text(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function nameOf(entity: string): string {
	const row = allRows().find(({ id }) => id === entity)
	if (row?.kind === 'facility') return row.fields.name ?? entity
	return row?.kind === 'unit' ? (row.fields.callsign ?? entity) : entity
}

function unitWords(t: Words, payload: Payload, statusWords: StatusWords): string {
	const leader = text(payload['leader'])
	if (leader !== '') return t('handOver.what', { leader, strength: strengthWords(payload['strength']) })
	const fms = Fms.safeParse(payload['fms'])
	if (fms.success) return t('outbox.what.status', { fms: fms.data, words: statusWords(fms.data) })
	const call = FmsOverlay.safeParse(payload['overlay'])
	if (call.success) return t('outbox.what.call', { digit: call.data, words: t(call.data === 5 ? 'status.call5' : 'status.call0') })
	if (payload['overlay'] === null) return t('outbox.what.callOver')
	const strength = strengthWords(payload['strength'])
	if (strength !== '') return t('outbox.what.strength', { strength })
	return t('outbox.what.supplies', { what: suppliesText(payload['supplies']) })
}

function strengthWords(value: unknown): string {
	const strength = Strength.safeParse(value)
	return strength.success ? formatStrength(strength.data) : ''
}

function suppliesText(supplies: unknown): string {
	if (!isRecord(supplies)) return ''
	return Object.entries(supplies)
		.map(([name, held]) => (isRecord(held) ? `${name} ${text(held['amount'])} ${text(held['unit'])}` : name))
		.join(', ')
}

const STATES = ['received', 'accepted', 'on-the-way', 'arrived', 'in-progress', 'done', 'refused'] as const

function taskWords(t: Words, { entity }: SaidEvent, payload: Payload): string {
	const { execution } = payload
	if (!isRecord(execution)) return t('outbox.what.need', { text: text(payload['order']) })
	const known = STATES.find((state) => state === execution['state'])
	const state = known ? t(`orders.state.${known}`) : text(execution['state'])
	const row = allRows().find(({ id }) => id === entity)
	const number = row?.kind === 'task' ? row.fields.number : undefined
	return number ? t('outbox.what.order', { number, state }) : t('outbox.what.orderUnnumbered', { state })
}

const GATES = ['open', 'closing', 'closed', 'fault', 'unknown'] as const

function facilityWords(t: Words, { entity }: SaidEvent, payload: Payload): string {
	const gate = GATES.find((state) => state === payload['gate'])
	if (gate) return t('outbox.what.gate', { name: nameOf(entity), state: t(`words.gate.${gate}`) })
	const state = payload['condition'] === 'breached' ? 'breached' : 'seepage'
	return t('outbox.what.dike', { name: nameOf(entity), state: t(`report.condition.${state}`) })
}

const PEOPLE = ['injured', 'dead', 'missing', 'rescued', 'affected'] as const

function peopleWord(t: Words, what: unknown): string {
	const known = PEOPLE.find((one) => one === what)
	return known ? t(`report.who.${known}`) : text(what)
}
