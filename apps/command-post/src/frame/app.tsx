import { FormatsProvider } from '@lagebild/ui/formats-context.tsx'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { IntlProvider } from 'use-intl'

import { MESSAGES } from '../intl.ts'
import { currentOperation } from '../state/follow.ts'
import { usePicture } from '../state/react.ts'
import { timeZoneNow } from '../state/time-zone.ts'
import { Announcer } from './announcer.tsx'
import { DoubtAnnouncer } from './doubt-announcer.tsx'
import { NoOperationsPage, SignInPage, UnreachablePage } from './entry-pages.tsx'
import { Loading } from './loading.tsx'
import { Workplace } from './workplace.tsx'

export function App() {
	const language = usePicture(({ preferences }) => preferences.language)
	const timeZone = usePicture(timeZoneNow)
	return (
		<IntlProvider locale={language} messages={MESSAGES[language]} timeZone={timeZone}>
			<I18nProvider locale={language === 'de' ? 'de-DE' : 'en-GB'}>
				<FormatsProvider language={language} timeZone={timeZone}>
					<Door />
					<Announcer />
					<DoubtAnnouncer />
				</FormatsProvider>
			</I18nProvider>
		</IntlProvider>
	)
}

/** What a person sees depends first on whether the hub knows them. */
function Door() {
	const session = usePicture((facts) => facts.session)
	const operation = usePicture(currentOperation)
	switch (session.state) {
		case 'asking':
			return <Loading />
		case 'signed-out':
			return <SignInPage />
		case 'unreachable':
			return <UnreachablePage />
		case 'in':
			return operation ? <Workplace operation={operation} grant={session.grant} /> : <NoOperationsPage grant={session.grant} />
	}
}
