import type { EntityId } from '@lagebild/model/ids.ts'
import { useTranslations } from 'use-intl'

import { usePicture } from '../state/react.ts'

import styles from './orders.module.css'

const UNDER_WAY: ReadonlySet<string> = new Set(['waiting', 'sent', 'held', 'refused'])

/** What was said of it here and is not with the hub. */
export function WaitingMark({ id }: { readonly id: EntityId }) {
	const t = useTranslations('sayings.state')
	const state = usePicture(({ said }) => said.findLast(({ event, state: one }) => event.entity === id && UNDER_WAY.has(one))?.state)
	if (state === undefined) return null
	return <span className={styles.tag}>{t(state)}</span>
}
