import type { EntityId } from '@lagebild/model/ids.ts'
import { addStrength } from '@lagebild/model/strength.ts'
import type { Strength } from '@lagebild/model/strength.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { StrengthFigure } from '@lagebild/ui/strength-figure.tsx'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { Mark } from '../objects/object-row.tsx'
import { titleOf } from '../select/names.ts'
import { figuresNow, thingsNow } from '../select/now.ts'
import type { Thing } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { Pick } from './pick.tsx'

import styles from './orders.module.css'

type Props = {
	readonly chosen: readonly EntityId[]
	readonly fault: string | undefined
	readonly onChange: (chosen: readonly EntityId[]) => void
}

const NOBODY: Strength = { leaders: 0, subLeaders: 0, crew: 0 }

function carries({ row }: Thing): boolean {
	return row.kind === 'unit' || row.kind === 'section'
}

/** Who is to carry it out, and how many people that is. */
export function Recipients({ chosen, fault, onChange }: Props) {
	const t = useTranslations('orders')
	const [text, setText] = useState('')
	const strengths = useStrengths(chosen)
	const known = strengths.filter((strength) => strength !== undefined)
	const add = (id: EntityId) => {
		setText('')
		onChange([...new Set([...chosen, id])])
	}
	return (
		<section className={styles.recipients} aria-label={t('unit')}>
			<ul>
				{chosen.map((id, at) => (
					<Recipient key={id} id={id} strength={strengths[at]} onRemove={() => onChange(chosen.filter((one) => one !== id))} />
				))}
			</ul>
			{chosen.length > 1 && (
				<p className={styles.together}>
					<span>
						{t('together')}
						{known.length < chosen.length && (
							<span className={styles.muted}> {t('withoutStrength', { count: chosen.length - known.length })}</span>
						)}
					</span>
					<StrengthFigure strength={known.reduce(addStrength, NOBODY)} />
				</p>
			)}
			<Pick
				label={t(chosen.length === 0 ? 'unit' : 'anotherUnit')}
				hint={chosen.length === 0 ? t('unitHint') : undefined}
				text={text}
				onText={setText}
				onPick={add}
				fits={(thing) => carries(thing) && !chosen.includes(thing.row.id)}
				fault={fault}
			/>
		</section>
	)
}

/** Of a section, the strength of all who belong to it. */
function useStrengths(ids: readonly EntityId[]): readonly (Strength | undefined)[] {
	const things = usePicture(thingsNow)
	const { sections } = usePicture((facts) => figuresNow(facts).sums.forces)
	return ids.map((id) => {
		const row = things.get(id)?.row
		if (row?.kind === 'unit') return row.fields.strength ?? undefined
		return sections.find((section) => section.id === id)?.all.strength
	})
}

type RecipientProps = { readonly id: EntityId; readonly strength: Strength | undefined; readonly onRemove: () => void }

function Recipient({ id, strength, onRemove }: RecipientProps) {
	const t = useTranslations('orders')
	const { language } = useFormats()
	const thing = usePicture((facts) => thingsNow(facts).get(id) ?? facts.content.things.get(id))
	const name = thing ? titleOf(thing.row, language) : id
	return (
		<li className={styles.recipient}>
			{thing ? <Mark thing={thing} size={18} /> : <span />}
			<bdi className={styles.strong}>{name}</bdi>
			{strength ? <StrengthFigure strength={strength} /> : <span className={styles.muted}>{t('noStrength')}</span>}
			<Button size="icon" look="quiet" label={t('remove', { name })} onPress={onRemove}>
				<X size={16} aria-hidden />
			</Button>
		</li>
	)
}
