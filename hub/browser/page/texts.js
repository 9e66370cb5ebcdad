/* What the calculators say to people. */
export const TEXTS = {
  starting: 'Le calculateur démarre. Le cas d’exemple ci-dessous se lit déjà.',
  downloading: 'Chargement du calculateur',
  unpack: 'Préparation du calculateur',
  import: 'Préparation du calculateur',
  drawing: 'Ouverture du formulaire',
  live: 'Prêt. Tout se calcule dans votre navigateur.',
  busy: 'Calcul en cours',
  stalled: 'Le démarrage n’avance plus depuis un moment. Vous pouvez attendre encore ou réessayer.',
  failedStart: 'Le calculateur n’a pas pu démarrer. L’exemple et son résultat restent lisibles.',
  crashed: 'Le calculateur s’est arrêté. Vos saisies sont conservées.',
  hung: 'Le calcul n’a pas répondu. Réessayer reprend vos saisies d’avant.',
  failed: 'Ce calcul n’a pas abouti. Modifiez la saisie ou relancez le calculateur.',
  unkept: 'Vos saisies précédentes n’ont pas pu être reprises ; le formulaire montre le cas d’exemple.',
  retry: 'Réessayer',
};

const megabytes = new Intl.NumberFormat('fr-CH', { maximumFractionDigits: 1, minimumFractionDigits: 1 });

/** « 3,4 Mo sur 12,7 Mo » */
export const amount = (read, total) =>
  `${megabytes.format(read / 1e6).replace('.', ',')} Mo sur ${megabytes.format(total / 1e6).replace('.', ',')} Mo`;
