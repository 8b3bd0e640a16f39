import type { Shown } from '@lagebild/client/dispatch/item.ts'
import { isRefused } from '@lagebild/model/protocol.ts'
import { useTranslations } from 'use-intl'

import { allRows } from '../state/clients.ts'
import { useFacts } from '../state/react.ts'
import { useWhat } from './use-what.ts'
import { nameOfSource, whoHolds } from './who.ts'

type Words = ReturnType<typeof useTranslations<'outbox'>>

/** What became of a statement, in one line. */
export function useFate(): (item: Shown, isFirst: boolean) => string {
	const t = useTranslations('outbox')
	const what = useWhat()
	const said = useFacts((facts) => facts.said)
	return (item, isFirst) => {
		switch (item.state) {
			case 'waiting':
				return t(isFirst ? 'first' : 'waiting')
			case 'sent':
				return t('sent')
			case 'held': {
				const other = said.find(({ event }) => event.id === item.by)
				return t('held', { what: other ? what(other.event) : '' })
			}
			case 'refused':
				return refusalText(t, item)
			default:
				return arrivedText(t, item, said)
		}
	}
}

function refusalText(t: Words, { answer }: Shown): string {
	if (!answer || !isRefused(answer)) return ''
	const message = [answer.path, answer.message].filter(Boolean).join(': ')
	if (answer.fault === 'not-allowed') return t('fault.notAllowed', { message })
	if (answer.fault === 'operation-closed') return t('fault.closed')
	return answer.fault === 'unknown-entity' ? t('fault.unknown') : t('fault.other', { message })
}

function arrivedText(t: Words, item: Shown, said: readonly Shown[]): string {
	const { answer, effect, state } = item
	if (!answer || isRefused(answer)) return ''
	const { seq, by } = answer
	if (effect === 'conflict') {
		const who = whoSays(item, by)
		return who === undefined ? t('conflictSomebody', { seq }) : t('conflict', { who, seq })
	}
	if (effect === 'superseded') {
		if (said.some(({ event }) => event.id === by)) return t('supersededByOwn', { seq })
		const who = whoSays(item, by)
		return who === undefined ? t('supersededSomebody', { seq }) : t('superseded', { who, seq })
	}
	return t(state === 'confirmed' ? 'confirmed' : 'accepted', { seq })
}

/** Whose word holds in the picture now: the one that was named, else of the field that was stated. */
function whoSays({ event }: Shown, by: string | undefined): string | undefined {
	const row = allRows().find(({ id }) => id === event.entity)
	if (!row) return undefined
	const payload = event['payload']
	const [field = ''] = typeof payload === 'object' && payload !== null ? Object.keys(payload) : []
	return nameOfSource(row.sources, by) ?? whoHolds(row, field)
}
