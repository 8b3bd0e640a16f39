import type { Grant, Label, Level } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { Group, TextInput } from '../operations/fields.tsx'
import { titleOf } from '../select/names.ts'
import type { Thing } from '../state/facts.ts'
import { classify } from './classify.ts'
import { isWider, labelOf, organisationsIn } from './label-text.ts'
import { OrganisationInput } from './organisation-input.tsx'
import { RefusalText } from './refusal-text.tsx'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

type Props = { readonly open: boolean; readonly thing: Thing; readonly grant: Grant; readonly onClose: () => void }

const LEVELS = ['open', 'internal', 'restricted'] as const satisfies readonly Level[]

/** Another label for one thing, with the reason for it. */
export function ClassifyDialog({ open, thing, grant, onClose }: Props) {
	const t = useTranslations('label')
	return (
		<ModalDialog label={t('changeTitle')} open={open} onClose={onClose}>
			{open && <Form thing={thing} grant={grant} onClose={onClose} />}
		</ModalDialog>
	)
}

function Form({ thing, grant, onClose }: Omit<Props, 'open'>) {
	const t = useTranslations('label')
	const { language } = useFormats()
	const before = thing.row.label
	const [{ level, named, reason }, setSaid] = useState({
		level: before.level,
		named: before.organisations?.join(', ') ?? '',
		reason: '',
	})
	const [tried, setTried] = useState(false)
	const { busy, refusal, act } = useAct()
	const label = labelOf(level, organisationsIn(named))
	const unsaid = reason.trim() === ''
	const submit = async (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (!unsaid && (await act(() => classify(thing, label, reason.trim())))) onClose()
	}
	return (
		<form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
			<div>
				<h2>{t('changeTitle')}</h2>
				<p className={styles.hint}>
					<bdi>{titleOf(thing.row, language)}</bdi>
				</p>
			</div>
			<LevelChoice level={level} onChange={(next) => setSaid({ level: next, named, reason })} />
			<OrganisationInput
				label={t('organisations')}
				hint={t('organisationsHint')}
				value={named}
				onChange={(text) => setSaid({ level, named: text, reason })}
			/>
			<Consequences thing={thing} label={label} grant={grant} />
			<TextInput
				label={t('reason')}
				hint={t('reasonHint')}
				value={reason}
				onChange={(text) => setSaid({ level, named, reason: text })}
				fault={tried && unsaid ? t('reasonMissing') : undefined}
				max={2_000}
			/>
			<RefusalText refusal={refusal} />
			<Buttons busy={busy} onClose={onClose} />
		</form>
	)
}

function Buttons({ busy, onClose }: { readonly busy: boolean; readonly onClose: () => void }) {
	const t = useTranslations()
	return (
		<div className={styles.actions}>
			<Button look="primary" size="main" submits isDisabled={busy}>
				{t('label.submit')}
			</Button>
			<Button size="main" onPress={onClose}>
				{t('access.cancel')}
			</Button>
		</div>
	)
}

type Weighing = { readonly thing: Thing; readonly label: Label; readonly grant: Grant }

function Consequences({ thing, label, grant }: Weighing) {
	const t = useTranslations('label')
	return (
		<>
			<OwnLoss label={label} grant={grant} />
			<p className={styles.callout}>{t(isWider(thing.row.label, label) ? 'wider' : 'narrower')}</p>
		</>
	)
}

function LevelChoice({ level, onChange }: { readonly level: Level; readonly onChange: (level: Level) => void }) {
	const t = useTranslations('label')
	return (
		<Group label={t('level')} hint={t(`meanings.${level}`)}>
			<div>
				<Segmented label={t('level')} options={LEVELS.map((id) => ({ id, label: t(`names.${id}`) }))} chosen={level} onChange={onChange} />
			</div>
		</Group>
	)
}

/** Whoever takes it from their own sight is told before. */
function OwnLoss({ label, grant }: Omit<Weighing, 'thing'>) {
	const t = useTranslations('label')
	const { level, organisations = [] } = label
	const { clearance, organisation = '–' } = grant
	const text =
		level === 'restricted' && clearance !== 'restricted'
			? t('tooHigh')
			: organisations.length > 0 && !organisations.includes(organisation)
				? t('ownMissing', { organisation })
				: undefined
	return <output className={styles.amber}>{text}</output>
}
