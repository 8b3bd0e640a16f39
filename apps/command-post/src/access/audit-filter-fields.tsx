import { useTranslations } from 'use-intl'

import { Field, SelectInput, TextInput } from '../operations/fields.tsx'
import { WHATS } from './audit-filter.ts'
import type { AuditFilter } from './audit-filter.ts'

import styles from './access.module.css'

type Props = { readonly filter: AuditFilter; readonly onChange: (filter: AuditFilter) => void }

export function AuditFilterFields({ filter, onChange }: Props) {
	const t = useTranslations('audit')
	return (
		<div className={styles.filter}>
			<SelectInput
				label={t('what')}
				value={filter.what}
				options={[{ id: '', label: t('whatAll') }, ...WHATS.map((id) => ({ id, label: t(`whats.${id}`) }))]}
				onChange={(what) => onChange({ ...filter, what })}
			/>
			<TextInput label={t('who')} hint={t('whoHint')} value={filter.who} onChange={(who) => onChange({ ...filter, who })} />
			<Moment label={t('from')} value={filter.from} onChange={(from) => onChange({ ...filter, from })} />
			<Moment label={t('to')} value={filter.to} onChange={(to) => onChange({ ...filter, to })} />
		</div>
	)
}

function Moment({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
	return (
		<Field label={label}>
			{(attributes) => (
				<input
					{...attributes}
					className={styles.input}
					type="datetime-local"
					value={value}
					onChange={(event) => onChange(event.target.value)}
				/>
			)}
		</Field>
	)
}
