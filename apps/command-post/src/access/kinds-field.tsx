import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { Checkbox } from '@lagebild/ui/checkbox.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { useTranslations } from 'use-intl'

import { Group } from '../operations/fields.tsx'

import styles from './access.module.css'

type Props = {
	readonly label: string
	/** What it means that none is named. */
	readonly all: 'allKinds' | 'asRead'
	readonly chosen: ReadonlySet<EntityKind> | undefined
	readonly onChange: (chosen: ReadonlySet<EntityKind> | undefined) => void
	readonly missing: boolean
}

/** All kinds, or some by name. */
export function KindsField({ label, all, chosen, onChange, missing }: Props) {
	const t = useTranslations()
	const toggle = (kind: EntityKind) => {
		const next = new Set(chosen)
		if (!next.delete(kind)) next.add(kind)
		onChange(next)
	}
	return (
		<Group label={label}>
			<div>
				<Segmented
					label={label}
					options={[
						{ id: 'all', label: t(`apiKeys.${all}`) },
						{ id: 'some', label: t('apiKeys.someKinds') },
					]}
					chosen={chosen ? 'some' : 'all'}
					onChange={(choice) => onChange(choice === 'all' ? undefined : new Set())}
				/>
			</div>
			{chosen && (
				<div className={styles.kinds}>
					{KINDS.map((kind) => (
						<Checkbox key={kind} checked={chosen.has(kind)} onChange={() => toggle(kind)}>
							{t(`kinds.${kind}`)}
						</Checkbox>
					))}
				</div>
			)}
			{missing && (
				<p role="alert" className={styles.refusal}>
					{t('apiKeys.kindsMissing')}
				</p>
			)}
		</Group>
	)
}
