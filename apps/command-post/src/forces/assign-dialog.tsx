import type { EntityId } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { StrengthFigure } from '@lagebild/ui/strength-figure.tsx'
import { useEffect, useId, useRef, useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { figuresNow } from '../select/now.ts'
import { setView } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'
import { useAssign } from './assigning.ts'

import form from '../operations/operations.module.css'
import styles from './selection.module.css'

function close(): void {
	setView({ assigning: undefined })
}

/** Asks which section the selected units go to: arrow keys, then Enter. */
export function AssignDialog() {
	const units = usePicture(({ view }) => view.assigning)
	if (!units || units.length === 0) return null
	return <Choice key={units.join(' ')} units={units} />
}

function Choice({ units }: { readonly units: readonly EntityId[] }) {
	const t = useTranslations('assign')
	const group = useId()
	const { sections } = usePicture((facts) => figuresNow(facts).sums.forces)
	const known = sections.flatMap(({ id, name, all }) => (id === undefined ? [] : [{ id, name, all }]))
	const [chosen, setChosen] = useState<EntityId | undefined>(known[0]?.id)
	const list = useRef<HTMLFieldSetElement>(null)
	useEffect(() => list.current?.querySelector<HTMLElement>('input:checked')?.focus(), [])
	const assign = useAssign()
	const title = t('title', { count: units.length })
	const submit = (event: FormEvent) => {
		event.preventDefault()
		const section = known.find(({ id }) => id === chosen)
		if (!section) return
		close()
		setView({ marked: undefined })
		void assign(units, section.id, section.name)
	}
	return (
		<ModalDialog label={title} open onClose={close}>
			<form className={form.form} onSubmit={submit} noValidate>
				<h2>{title}</h2>
				<p>{known.length === 0 ? t('noSections') : t('text')}</p>
				<fieldset ref={list} className={styles.choices} aria-label={t('sections')}>
					{known.map(({ id, name, all }) => (
						<label key={id} className={styles.choice}>
							<input type="radio" name={group} checked={id === chosen} onChange={() => setChosen(id)} />
							<bdi>{name}</bdi>
							<StrengthFigure strength={all.strength} />
						</label>
					))}
				</fieldset>
				<div className={form.actions}>
					<Button look="primary" size="main" submits isDisabled={chosen === undefined}>
						{t('assign')}
					</Button>
					<Button size="main" onPress={close}>
						{t('cancel')}
					</Button>
				</div>
			</form>
		</ModalDialog>
	)
}
