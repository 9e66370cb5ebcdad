/* What the calculators say to people. */
export const TEXTS = {
  starting: 'Démarrage…',
  downloading: 'Chargement du calculateur',
  unpack: 'Préparation du calculateur',
  import: 'Préparation du calculateur',
  drawing: 'Ouverture du formulaire',
  live: 'À jour. Tout se calcule dans votre navigateur.',
  busy: 'Calcul en cours',
  stalled: "Le démarrage n'avance plus depuis un moment. Vous pouvez attendre encore ou réessayer.",
  failedStart: "Le calculateur n'a pas pu démarrer. L'exemple et son résultat restent lisibles.",
  crashed: "Le calculateur s'est arrêté. Vos saisies sont conservées.",
  hung: "Le calcul n'a pas répondu. Réessayer reprend vos saisies d'avant.",
  failed: "Ce calcul n'a pas abouti. Modifiez la saisie ou relancez le calculateur.",
  unkept: "Vos saisies précédentes n'ont pas pu être reprises ; le formulaire montre le cas d'exemple.",
  outdated: 'Une nouvelle version du site est en ligne. Rechargez la page pour continuer.',
  unkeepable: 'Ce navigateur ne garde pas vos saisies (stockage refusé ou plein) : elles se perdent quand cette page se ferme.',
  erased: "Les saisies ont été effacées dans un autre onglet : ce formulaire n'est plus gardé tant que vous n'y changez rien.",
  dossier: {
    unnamed: 'Sans nom : un nom ou une référence le garde dans « Mes dossiers ».',
    kept: 'Enregistré au fur et à mesure, dans ce navigateur.',
    made: 'Le dossier est créé : tout y est enregistré au fur et à mesure.',
    renamed: 'Le dossier a son nouveau nom.',
    opened: 'Le dossier de ce nom est ouvert.',
    which: (name) => `Le dossier « ${name} » est ouvert. Est-ce une autre personne, ou un autre nom pour ce dossier ?`,
    nameless: 'Un dossier garde toujours un nom. « Fermer le dossier » le quitte.',
    taken: (name) => `Ce nom est déjà pris : le dossier s'appelle « ${name} ».`,
    closed: 'Le dossier est fermé, et reste dans « Mes dossiers ».',
    conflict: "Ce calcul a changé dans un autre onglet. Rien n'est écrasé : ce qui est ici n'est pas encore enregistré.",
    gone: "Ce dossier a été supprimé dans un autre onglet. Ce qui est à l'écran n'est plus gardé.",
    missing: "Ce dossier n'est pas dans ce navigateur : le formulaire n'a pas de nom.",
    unkept: "Pas enregistré : ce navigateur refuse de garder des dossiers, ou il n'a plus de place.",
    again: 'Dossier',
    copyOf: (name) => `Copie de « ${name} », gardée à part : ses heures peuvent être les mêmes. Elle n'entre ni dans une facture, ni dans la fin de mois, ni dans les totaux tant que vous n'avez pas choisi. Si c'est cette copie qui compte, supprimez l'autre dossier.`,
    another: 'Ce dossier est un autre mandat',
    settled: (name) => `« ${name} » est un autre mandat : il se facture pour lui-même.`,
    dropCopy: 'Supprimer la copie',
    dropped: (name) => `« ${name} » est supprimé.`,
    choose: 'Choisir ce qui en advient',
  },
  save: 'Enregistrer le cas dans un fichier',
  reload: 'Recharger la page',
  retry: 'Réessayer',
};

const inMegabytes = (bytes) => (bytes / 1e6).toFixed(1).replace('.', ',');

/** « 3,4 sur 12,7 Mo » */
export const amount = (read, total) => `${inMegabytes(read)} sur ${inMegabytes(total)} Mo`;
