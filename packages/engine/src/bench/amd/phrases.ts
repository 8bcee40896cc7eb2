/** What people and machines say when a call is answered, in the languages of the recipe. */

export type Language = 'en' | 'fr' | 'de' | 'es' | 'pt' | 'pl' | 'it' | 'nl';

/** By kind: short answers, names, businesses, talk at length; and greetings of machines, long and short. */
export interface Phrases {
  readonly short: readonly string[];
  readonly name: readonly string[];
  readonly business: readonly string[];
  readonly chatty: readonly string[];
  readonly greeting: readonly string[];
  readonly shortGreeting: readonly string[];
}

export const PHRASES: Readonly<Record<Language, Phrases>> = {
  en: {
    short: [
      'Hello?',
      'Hello.',
      'Yes?',
      'Hi.',
      'Yeah?',
      'Hello there.',
      'Yes, hello.',
      'Good morning.',
      'Speaking?',
      'Who is it?',
      'Hey.',
      'Hiya.',
    ],
    name: [
      'Hello, this is Peter.',
      'Karen Walsh speaking.',
      'Hi, Tom here.',
      'Morning, Alice Moore.',
      'Hello, who am I speaking to?',
      'Yes, this is Mrs Green.',
      'Hello, Brown residence.',
      'Yes, who is calling please?',
    ],
    business: [
      'Westfield plumbing, this is Joe, how can I help you?',
      'Good afternoon, Hill Street pharmacy, what can I do for you?',
      'Front desk, Martin speaking, how may I direct your call?',
      'Thank you for calling Blue Lake hotel, this is Susan.',
      'Smith and partners, good morning.',
      'City garage, one moment please.',
    ],
    chatty: [
      'Hello? Oh hi, I was just about to call you, where have you been all day, I tried twice this morning.',
      'Yes hello, sorry, I am in the car right now, can you hear me, the line is really bad out here.',
      'Hi, wait a second, let me turn the television down, okay, now I can hear you, who is it?',
    ],
    greeting: [
      'Hi, you have reached the mobile of Daniel Hart. I cannot take your call at the moment. Please leave a message after the tone and I will get back to you.',
      'The person you are calling is unable to answer. Please leave your message after the beep. To hang up, press the star key.',
      'Welcome to the mail box of four four seven, two one zero. Nobody is available. Record your message at the tone.',
      'You have reached the office of doctor Lane. We are closed until Monday morning. In an emergency please hang up and dial the hospital. Otherwise leave your name and number.',
      'Sorry we missed you. The Carter family is out having fun. Tell us who you are and what you want, and we may even call you back.',
      'Hello, this is Jenny. I am away from my desk or on another call. Leave your details and I will ring you as soon as I can. Thanks and goodbye.',
      'The subscriber you have called is switched off or out of range. Please try again later or leave a voice message now.',
    ],
    shortGreeting: [
      'Leave your message now.',
      'Please speak after the beep.',
      'Not here, leave a message.',
      'This is Mike, you know the drill.',
      'Record after the tone.',
    ],
  },
  fr: {
    short: ['Allô ?', 'Oui ?', 'Oui allô ?', 'Bonjour.', "Allô, j'écoute.", 'Oui bonjour.', 'Qui est-ce ?'],
    name: [
      "Allô, c'est Pierre.",
      'Oui, madame Leroy.',
      'Bonjour, Sophie à l’appareil.',
      'Allô, qui est à l’appareil ?',
      'Famille Bernard, bonjour.',
    ],
    business: [
      'Cabinet du docteur Morel, bonjour.',
      'Garage du centre, bonjour, que puis-je pour vous ?',
      'Boulangerie Petit, bonjour, je vous écoute.',
      'Société Dubois, Claire, bonjour, en quoi puis-je vous aider ?',
    ],
    chatty: [
      "Allô oui, attends, je suis dans le métro, je t'entends très mal, je te rappelle dans cinq minutes.",
      "Oui bonjour, non je ne suis pas chez moi en ce moment, c'est à quel sujet ?",
    ],
    greeting: [
      "Bonjour, vous êtes sur le répondeur de Jean. Je ne peux pas vous répondre pour l'instant. Merci de laisser un message et je vous rappellerai.",
      "Votre correspondant n'est pas joignable. Vous pouvez laisser un message après le bip sonore. Pour terminer, raccrochez.",
      'Vous êtes bien chez Marc et Julie. Nous sommes absents, laissez vos coordonnées après le signal et nous vous rappelons très vite.',
      'Le cabinet est fermé. Il ouvrira lundi à neuf heures. Laissez votre nom et votre numéro, nous vous rappellerons.',
    ],
    shortGreeting: [
      'Laissez-moi un message.',
      'Parlez après le bip.',
      'Messagerie, laissez un message après le signal.',
    ],
  },
  de: {
    short: ['Hallo?', 'Ja?', 'Ja, bitte?', 'Wer ist da?', 'Guten Tag.', 'Ja, hallo.', 'Weber.', 'Krüger.'],
    name: [
      'Hier ist Thomas.',
      'Fischer, guten Morgen.',
      'Hallo, hier Familie Hoffmann.',
      'Ja, Petra Wagner am Apparat.',
      'Mit wem spreche ich bitte?',
    ],
    business: [
      'Praxis Doktor Lange, guten Tag.',
      'Bäckerei Sommer, Sie sprechen mit Frau Klein, was darf es sein?',
      'Firma Neumann, Zentrale, guten Morgen, wen möchten Sie sprechen?',
    ],
    chatty: [
      'Ja hallo, einen Moment, ich muss eben die Tür zumachen, so, jetzt verstehe ich Sie, worum geht es denn?',
      'Hallo Anna, ich sitze gerade im Zug, die Verbindung bricht gleich ab, ich rufe dich später zurück.',
    ],
    greeting: [
      'Guten Tag, hier ist der Anrufbeantworter von Sabine Wolf. Ich bin gerade nicht erreichbar. Hinterlassen Sie mir bitte eine Nachricht, ich rufe zurück.',
      'Der gewünschte Teilnehmer ist zur Zeit nicht erreichbar. Bitte hinterlassen Sie eine Nachricht nach dem Ton.',
      'Sie rufen außerhalb unserer Geschäftszeiten an. Wir sind montags bis freitags von acht bis siebzehn Uhr für Sie da.',
    ],
    shortGreeting: ['Bitte nach dem Ton sprechen.', 'Hinterlassen Sie eine Nachricht.', 'Sprich einfach drauf.'],
  },
  es: {
    short: ['¿Diga?', '¿Sí?', 'Hola.', '¿Bueno?', 'Dígame.', '¿Aló?', 'Sí, dígame.', '¿Quién es?'],
    name: [
      'Hola, soy Javier.',
      'Sí, habla la señora López.',
      'Buenas tardes, ¿quién llama?',
      'Familia Torres, dígame.',
    ],
    business: [
      'Clínica San José, buenos días, ¿en qué le ayudo?',
      'Panadería El Sol, buenas tardes, dígame.',
      'Seguros Ibérica, le atiende Marta, ¿en qué puedo servirle?',
    ],
    chatty: [
      'Hola, sí, espera un momento que estoy en la calle y no te oigo nada, ahora sí, dime qué pasa.',
      'Sí, buenas, no, mire, ahora mismo estoy trabajando, llámeme por favor después de las seis.',
    ],
    greeting: [
      'Este es el contestador de Luis Romero. No estoy disponible en este momento. Deje su nombre y su teléfono después del tono.',
      'El número al que llama está apagado o fuera de cobertura. Puede dejar un mensaje después de la señal.',
      'Gracias por llamar. Nuestro horario de atención es de lunes a viernes de nueve a seis. Deje su mensaje y le llamaremos.',
    ],
    shortGreeting: ['Deje un mensaje.', 'Hable después de la señal.', 'No estoy, deja tu mensaje.'],
  },
  pt: {
    short: ['Alô?', 'Estou?', 'Sim?', 'Oi.', 'Olá.', 'Pronto, diga.', 'Quem fala?'],
    name: ['Alô, aqui é o Paulo.', 'Sim, fala a dona Teresa.', 'Bom dia, quem está falando?', 'Estou, é a Rita.'],
    business: [
      'Farmácia Central, boa tarde, como posso ajudar?',
      'Consultório da doutora Lúcia, bom dia.',
      'Hotel Atlântico, recepção, em que posso ser útil?',
    ],
    chatty: [
      'Oi, espera aí que eu estou dirigindo, deixa eu parar o carro, pronto, pode falar agora.',
      'Alô, sim, não, ele não está em casa, só volta mais tarde, quer deixar algum recado?',
    ],
    greeting: [
      'Você ligou para o Ricardo. Não posso atender agora. Deixe o seu recado depois do bipe que eu retorno a ligação.',
      'O número para o qual ligou não está disponível. Deixe mensagem após o sinal ou tente mais tarde.',
      'Obrigado por ligar. O nosso escritório está fechado. Deixe o seu nome e contacto, que ligaremos assim que possível.',
    ],
    shortGreeting: ['Grave a sua mensagem.', 'Deixe um recado após o bipe.', 'Fale depois do sinal.'],
  },
  pl: {
    short: ['Halo?', 'Tak?', 'Słucham?', 'Tak, słucham.', 'Dzień dobry.', 'Kto mówi?'],
    name: ['Halo, mówi Piotr.', 'Nowak, słucham.', 'Dzień dobry, tu Ewa Zielińska.', 'Tak, kto dzwoni?'],
    business: [
      'Przychodnia zdrowia, dzień dobry, w czym mogę pomóc?',
      'Warsztat samochodowy, słucham pana.',
      'Biuro rachunkowe, mówi Katarzyna, dzień dobry.',
    ],
    chatty: [
      'Halo, poczekaj chwilę, jestem w sklepie i nic nie słyszę, oddzwonię do ciebie za dziesięć minut.',
      'Tak, dzień dobry, nie, męża nie ma teraz w domu, proszę zadzwonić wieczorem.',
    ],
    greeting: [
      'Tu automatyczna sekretarka Marka. Nie ma mnie w domu. Proszę nagrać wiadomość po sygnale, na pewno oddzwonię.',
      'Abonent jest czasowo niedostępny. Prosimy spróbować później lub zostawić wiadomość po sygnale.',
      'Dziękujemy za telefon. Nasze biuro jest nieczynne. Zapraszamy od poniedziałku do piątku od ósmej do szesnastej.',
    ],
    shortGreeting: ['Zostaw wiadomość.', 'Nagraj się po sygnale.', 'Proszę mówić po sygnale.'],
  },
  it: {
    short: ['Pronto?', 'Sì?', 'Pronto, chi è?', 'Buongiorno.', 'Sì, pronto.'],
    name: ['Pronto, sono Marco.', 'Casa Rossi, buonasera.', 'Pronto, chi parla?', 'Sì, parla Lucia.'],
    business: [
      'Studio dentistico Ferri, buongiorno, mi dica.',
      'Officina Conti, in che cosa posso esserle utile?',
      'Albergo Miramare, reception, buonasera.',
    ],
    chatty: [
      'Pronto, sì, aspetta che abbasso la radio, ecco, adesso ti sento, dove sei finito?',
      'Sì buongiorno, guardi, adesso sono al lavoro, mi richiami più tardi per favore.',
    ],
    greeting: [
      'Risponde la segreteria di Paolo. In questo momento non sono in casa. Lasciate un messaggio dopo il segnale e vi richiamerò.',
      'Il cliente da lei chiamato non è al momento raggiungibile. La preghiamo di richiamare più tardi.',
      'Grazie per aver chiamato. I nostri uffici sono chiusi. Lasciate nome e numero di telefono e sarete ricontattati.',
    ],
    shortGreeting: ['Lascia un messaggio.', 'Parlate dopo il segnale.'],
  },
  nl: {
    short: ['Hallo?', 'Ja?', 'Hallo, met wie?', 'Met Jansen.', 'Goedemiddag.'],
    name: ['Met Kees de Vries.', 'Hallo, met Anneke.', 'Goedemorgen, met de familie Bakker.', 'Ja, met wie spreek ik?'],
    business: [
      'Tandarts Visser, goedemorgen, waarmee kan ik u helpen?',
      'Bloemenwinkel Smit, met Linda, zegt u het maar.',
    ],
    chatty: ['Hallo ja, wacht even hoor, ik zit net op de fiets, ik bel je zo meteen wel terug.'],
    greeting: [
      'Dit is de voicemail van Sander. Ik kan nu niet opnemen. Spreek een bericht in na de piep, dan bel ik u terug.',
      'De persoon die u belt is niet bereikbaar. Spreek na de toon uw bericht in.',
    ],
    shortGreeting: ['Spreek in na de piep.', 'Laat een bericht achter.'],
  },
};
