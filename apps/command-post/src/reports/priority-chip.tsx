import { formatPriority } from '@lagebild/model/priority.ts'

import styles from '../log/log.module.css'

type Priority = Parameters<typeof formatPriority>[0]

/** The word of the form; heavier the more urgent it is, and never by colour: urgency is no severity. */
export function PriorityChip({ priority }: { readonly priority: Priority | null | undefined }) {
	const said = priority ?? 'einfach'
	return (
		<span className={styles.priority} data-priority={said}>
			{formatPriority(said)}
		</span>
	)
}
