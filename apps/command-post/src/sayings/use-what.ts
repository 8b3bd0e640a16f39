import type { Shown } from '@lagebild/client/dispatch/item.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { KIND_TRAITS } from '@lagebild/model/kinds/traits.ts'
import { useTranslations } from 'use-intl'

import { titleOf } from '../select/names.ts'
import { usePicture } from '../state/react.ts'

/** Names what an item speaks of as the picture does, or as the statement itself does while the picture has it not. */
export function useWhat(): (item: Shown) => string {
	const t = useTranslations()
	const things = usePicture(({ content }) => content.things)
	return ({ event }) => {
		const kind = KINDS.find((name) => name === event.kind)
		const row = [...things.values()].find((thing) => thing.row.id === event.entity)?.row
		const title = (kind && ownTitle(event['payload'], kind)) ?? (row && titleOf(row)) ?? event.entity
		return kind ? `${t(`kinds.${kind}`)}: ${title}` : title
	}
}

function ownTitle(payload: unknown, kind: EntityKind): string | undefined {
	if (typeof payload !== 'object' || payload === null) return undefined
	const title: unknown = Reflect.get(payload, KIND_TRAITS[kind].title)
	return typeof title === 'string' && title !== '' ? title : undefined
}

/** The refusals that people can meet in their own words; any other in the hub's. */
export function useRefusalWords(): (refusal: Fault) => string {
	const t = useTranslations('operationFault')
	return ({ fault, message, path }) => {
		if (fault === 'operation-closed') return t('closed')
		if (fault === 'not-allowed') return t('notAllowed')
		return t('other', { message: [path, message].filter(Boolean).join(': ') })
	}
}
