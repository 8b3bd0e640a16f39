import { ROLE_TABLE } from '@lagebild/model/access/roles.ts'
import type { Grant, Role } from '@lagebild/model/label.ts'
import { Checkbox } from '@lagebild/ui/checkbox.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { useTranslations } from 'use-intl'

import { Group, SelectInput } from '../operations/fields.tsx'
import { workable } from '../state/choose.ts'
import { usePicture } from '../state/react.ts'
import { OrganisationInput } from './organisation-input.tsx'
import { levelsFor, rightsMissing, withRole } from './rights.ts'
import type { Rights } from './rights.ts'

import styles from './access.module.css'

type Props = {
	readonly rights: Rights
	readonly onChange: (rights: Rights) => void
	readonly giver: Grant
	readonly roles: readonly Role[]
	readonly tried: boolean
}

/** Role, organisation, clearance, operations: the four things that decide what somebody sees and may say. */
export function RightsFields({ rights, onChange, giver, roles, tried }: Props) {
	const t = useTranslations()
	const { role, clearance, organisation } = rights
	const usual = t('rights.clearanceUsual', { level: t(`label.names.${ROLE_TABLE[role].level.usual}`) })
	return (
		<>
			<div className={styles.pair} data-wide="true">
				<SelectInput
					label={t('rights.role')}
					value={role}
					options={roles.map((id) => ({ id, label: t(`roles.${id}`) }))}
					onChange={(next) => onChange(withRole(rights, next, giver))}
				/>
				<SelectInput
					label={t('rights.clearance')}
					value={clearance}
					hint={usual}
					options={levelsFor(role, giver).map((id) => ({ id, label: t(`label.names.${id}`) }))}
					onChange={(next) => onChange({ ...rights, clearance: next })}
				/>
			</div>
			<OrganisationInput
				label={t('rights.organisation')}
				hint={t('rights.organisationHint')}
				value={organisation}
				onChange={(text) => onChange({ ...rights, organisation: text })}
			/>
			<OperationsField rights={rights} onChange={onChange} giver={giver} tried={tried} />
		</>
	)
}

function OperationsField({ rights, onChange, giver, tried }: Omit<Props, 'roles'>) {
	const t = useTranslations('rights')
	const all = usePicture((facts) => facts.operations)
	const { every, operations } = rights
	const bases = all.filter(({ base, state }) => base && state === 'open')
	const choices = [...workable(all), ...bases].filter(({ id }) => giver.operations === 'all' || giver.operations.includes(id))
	/** Without the bases that it shows an operation is half a picture. */
	const added = (id: string) => [...new Set([...operations, id, ...(all.find((one) => one.id === id)?.bases ?? [])])]
	const toggle = (id: string) =>
		onChange({ ...rights, operations: operations.includes(id) ? operations.filter((one) => one !== id) : added(id) })
	return (
		<Group label={t('operations')}>
			{giver.operations === 'all' && (
				<div>
					<Segmented
						label={t('operations')}
						options={[
							{ id: 'some', label: t('some') },
							{ id: 'every', label: t('every') },
						]}
						chosen={every ? 'every' : 'some'}
						onChange={(chosen) => onChange({ ...rights, every: chosen === 'every' })}
					/>
				</div>
			)}
			{!every &&
				choices.map(({ id, name }) => (
					<Checkbox key={id} checked={operations.includes(id)} onChange={() => toggle(id)}>
						<bdi>{name}</bdi>
					</Checkbox>
				))}
			{tried && rightsMissing(rights) && (
				<p role="alert" className={styles.refusal}>
					{t('noneChosen')}
				</p>
			)}
		</Group>
	)
}
