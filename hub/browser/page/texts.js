/* What the calculators say to people. */
export const TEXTS = {
  starting: 'Démarrage…',
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
  outdated: 'Une nouvelle version du site est en ligne. Rechargez la page pour continuer.',
  unkeepable: 'Ce navigateur ne garde pas vos saisies (stockage refusé ou plein) : elles se perdent quand cette page se ferme.',
  erased: 'Les saisies ont été effacées dans un autre onglet : ce formulaire n’est plus gardé tant que vous n’y changez rien.',
  save: 'Enregistrer le cas dans un fichier',
  reload: 'Recharger la page',
  retry: 'Réessayer',
};

const inMegabytes = (bytes) => (bytes / 1e6).toFixed(1).replace('.', ',');

/** « 3,4 sur 12,7 Mo » */
export const amount = (read, total) => `${inMegabytes(read)} sur ${inMegabytes(total)} Mo`;
