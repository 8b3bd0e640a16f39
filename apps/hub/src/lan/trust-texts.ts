export type Language = 'de' | 'en'

type Steps = { readonly system: string; readonly steps: readonly string[] }

export type TrustTexts = {
	readonly title: string
	readonly lead: string
	readonly other: string
	readonly trustTitle: string
	readonly trustText: string
	readonly fieldTitle: string
	readonly fieldText: string
	readonly fingerprintTitle: string
	readonly fingerprintText: string
	readonly download: string
	readonly downloadPem: string
	readonly systemsTitle: string
	readonly systems: readonly Steps[]
	readonly limits: string
	readonly given: string
	readonly addresses: string
	readonly print: string
}

/** `{name}` is the name of this machine in its network. */
export const TRUST_TEXTS: Readonly<Record<Language, TrustTexts>> = {
	de: {
		title: 'Tablet mit Lagebild verbinden',
		lead: 'Einmal je Tablet: dem Zertifikat dieser Maschine vertrauen, dann Lagebild öffnen. Das Tablet muss im selben Netz sein.',
		other: 'English',
		trustTitle: '1 · Vertrauen',
		trustText: 'Diese Seite öffnen und das Zertifikat installieren.',
		fieldTitle: '2 · Öffnen',
		fieldText: 'Lagebild für das Tablet öffnen. Es darf keine Warnung erscheinen.',
		fingerprintTitle: 'Fingerabdruck (SHA-256)',
		fingerprintText:
			'Vor dem Bestätigen vergleichen: er muss derselbe sein wie am Bildschirm der Maschine, auf der Lagebild gestartet wurde. Ist er ein anderer, nicht vertrauen und die Führungsunterstützung rufen.',
		download: 'Zertifikat laden',
		downloadPem: 'als PEM',
		systemsTitle: 'So geht es',
		systems: [
			{
				system: 'Android',
				steps: [
					'Zertifikat laden.',
					'Einstellungen öffnen und nach „CA-Zertifikat“ suchen (Sicherheit → Weitere Einstellungen → Verschlüsselung und Anmeldedaten → Zertifikat installieren → CA-Zertifikat).',
					'„Trotzdem installieren“, die Bildschirmsperre eingeben, die geladene Datei wählen.',
					'Lagebild mit Chrome öffnen.',
				],
			},
			{
				system: 'iPadOS',
				steps: [
					'Zertifikat mit Safari laden und „Zulassen“ wählen.',
					'Einstellungen → Profil geladen → Installieren.',
					'Einstellungen → Allgemein → Info → Zertifikatsvertrauenseinstellungen: den Schalter bei „Lagebild {name}“ einschalten.',
				],
			},
			{
				system: 'Windows',
				steps: [
					'Zertifikat laden und öffnen, „Zertifikat installieren“.',
					'„Aktueller Benutzer“ oder „Lokaler Computer“, dann „Alle Zertifikate in folgendem Speicher speichern“ → „Vertrauenswürdige Stammzertifizierungsstellen“.',
					'Edge oder Chrome neu starten.',
				],
			},
			{
				system: 'Linux und Firefox',
				steps: [
					'Firefox: Einstellungen → Datenschutz & Sicherheit → Zertifikate anzeigen → Zertifizierungsstellen → Importieren, „… Websites zu identifizieren“ ankreuzen.',
					'Chromium: Einstellungen → Datenschutz und Sicherheit → Sicherheit → Zertifikate verwalten → Lokale Zertifikate → Vertrauenswürdige Zertifikate importieren.',
				],
			},
		],
		limits:
			'Das Zertifikat gilt nur für {name} und für private Netzadressen. Für andere Namen im Internet kann es nichts beglaubigen. Ist der Einsatz vorbei, kann es an derselben Stelle wieder entfernt werden.',
		given: 'Diese Maschine hat ein Zertifikat, dem Tablets schon vertrauen. Es ist nichts zu installieren.',
		addresses: 'Öffnet sich nichts, kennt das Netz den Namen {name} nicht. Diese Seite geht auch so:',
		print: 'Zum Aushängen: diese Seite drucken (A4).',
	},
	en: {
		title: 'Connect a tablet to Lagebild',
		lead: 'Once for each tablet: trust the certificate of this machine, then open Lagebild. The tablet has to be in the same network.',
		other: 'Deutsch',
		trustTitle: '1 · Trust',
		trustText: 'Open this page and install the certificate.',
		fieldTitle: '2 · Open',
		fieldText: 'Open Lagebild for the tablet. No warning may appear.',
		fingerprintTitle: 'Fingerprint (SHA-256)',
		fingerprintText:
			'Compare before you confirm: it has to be the one on the screen of the machine on which Lagebild was started. If it is another, do not trust it and call your support.',
		download: 'Load the certificate',
		downloadPem: 'as PEM',
		systemsTitle: 'How to do it',
		systems: [
			{
				system: 'Android',
				steps: [
					'Load the certificate.',
					'Open the settings and search for “CA certificate” (Security → More settings → Encryption & credentials → Install a certificate → CA certificate).',
					'“Install anyway”, enter the screen lock, choose the loaded file.',
					'Open Lagebild with Chrome.',
				],
			},
			{
				system: 'iPadOS',
				steps: [
					'Load the certificate with Safari and choose “Allow”.',
					'Settings → Profile Downloaded → Install.',
					'Settings → General → About → Certificate Trust Settings: turn on the switch beside “Lagebild {name}”.',
				],
			},
			{
				system: 'Windows',
				steps: [
					'Load the certificate and open it, “Install Certificate”.',
					'“Current User” or “Local Machine”, then “Place all certificates in the following store” → “Trusted Root Certification Authorities”.',
					'Restart Edge or Chrome.',
				],
			},
			{
				system: 'Linux and Firefox',
				steps: [
					'Firefox: Settings → Privacy & Security → View Certificates → Authorities → Import, tick “… identify websites”.',
					'Chromium: Settings → Privacy and security → Security → Manage certificates → Local certificates → import under Trusted certificates.',
				],
			},
		],
		limits:
			'The certificate holds for {name} and for private network addresses only. It can vouch for no other name on the internet. When the operation is over it can be removed at the same place.',
		given: 'This machine has a certificate that tablets trust already. There is nothing to install.',
		addresses: 'If nothing opens, the network does not know the name {name}. This page is also here:',
		print: 'To put on the wall: print this page (A4).',
	},
}
