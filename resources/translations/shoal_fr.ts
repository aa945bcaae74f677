<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
  <context>
    <name>Shoal</name>
    <message>
      <source> and </source>
      <translation> et </translation>
    </message>
    <message>
      <source> days</source>
      <translation> jours</translation>
    </message>
    <message>
      <source> or </source>
      <translation> ou </translation>
    </message>
    <message numerus="yes">
      <source>%Ln campaigns</source>
      <translation>
        <numerusform>%Ln campagne</numerusform>
        <numerusform>%Ln campagnes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln entries</source>
      <translation>
        <numerusform>%Ln entrée</numerusform>
        <numerusform>%Ln entrées</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln entries of the ledger were made after it and are lost with it.</source>
      <translation>
        <numerusform>%Ln entrée du registre a été faite après elle et sera perdue.</numerusform>
        <numerusform>%Ln entrées du registre ont été faites après elle et seront perdues.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln groups</source>
      <translation>
        <numerusform>%Ln groupe</numerusform>
        <numerusform>%Ln groupes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln lists have left</source>
      <translation>
        <numerusform>%Ln liste est partie</numerusform>
        <numerusform>%Ln listes sont parties</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln lists that left</source>
      <translation>
        <numerusform>%Ln liste sortie</numerusform>
        <numerusform>%Ln listes sorties</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln more characters are needed</source>
      <translation>
        <numerusform>il manque encore %Ln caractère</numerusform>
        <numerusform>il manque encore %Ln caractères</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln people</source>
      <translation>
        <numerusform>%Ln personne</numerusform>
        <numerusform>%Ln personnes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln problems to solve</source>
      <translation>
        <numerusform>%Ln problème à résoudre</numerusform>
        <numerusform>%Ln problèmes à résoudre</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln seconds</source>
      <translation>
        <numerusform>%Ln seconde</numerusform>
        <numerusform>%Ln secondes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln tables of customers</source>
      <translation>
        <numerusform>%Ln fichier de clients</numerusform>
        <numerusform>%Ln fichiers de clients</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln things to fill in</source>
      <translation>
        <numerusform>%Ln champ à remplir</numerusform>
        <numerusform>%Ln champs à remplir</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln values</source>
      <translation>
        <numerusform>%Ln valeur</numerusform>
        <numerusform>%Ln valeurs</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln warnings</source>
      <translation>
        <numerusform>%Ln avertissement</numerusform>
        <numerusform>%Ln avertissements</numerusform>
      </translation>
    </message>
    <message>
      <source>&amp;Campaign</source>
      <translation>&amp;Campagne</translation>
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation>É&amp;dition</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Fichier</translation>
    </message>
    <message>
      <source>&amp;Go</source>
      <translation>A&amp;ller</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>&amp;Aide</translation>
    </message>
    <message>
      <source>(missing)</source>
      <translation>(manquant)</translation>
    </message>
    <message>
      <source>(unlisted)</source>
      <translation>(non répertorié)</translation>
    </message>
    <message>
      <source>+ Condition</source>
      <translation>+ Condition</translation>
    </message>
    <message>
      <source>+ Group</source>
      <translation>+ Groupe</translation>
    </message>
    <message>
      <source>+ Saved audience</source>
      <translation>+ Audience enregistrée</translation>
    </message>
    <message>
      <source>60,000 invented customers of an outdoor shop, with three campaigns to try everything on.</source>
      <translation>60 000 clients inventés d’un magasin de plein air, avec trois campagnes pour tout essayer.</translation>
    </message>
    <message>
      <source>A CSV, Excel or Parquet file. Its rows become groups of people, and no row is kept.</source>
      <translation>Un fichier CSV, Excel ou Parquet. Ses lignes deviennent des groupes de personnes, et aucune ligne n’est conservée.</translation>
    </message>
    <message>
      <source>A backup was made and is whole. It lies in the folder “backups” of the workspace.</source>
      <translation>Une sauvegarde intacte a été faite. Elle se trouve dans le dossier « backups » de l’espace de travail.</translation>
    </message>
    <message>
      <source>A campaign that asks for this many details of a person, or more, describes people closely.</source>
      <translation>Une campagne qui demande au moins autant de détails sur une personne la décrit de très près.</translation>
    </message>
    <message>
      <source>A campaign that reaches fewer is stopped, and one that would single out fewer beside earlier lists.</source>
      <translation>Une campagne qui en atteint moins est arrêtée, comme celle qui en isolerait moins par rapport à des listes précédentes.</translation>
    </message>
    <message>
      <source>A new passphrase</source>
      <translation>Une nouvelle phrase secrète</translation>
    </message>
    <message>
      <source>A postcode is too fine by itself, and no coarser column follows from it.</source>
      <translation>Un code postal est trop fin à lui seul, et aucune colonne plus large n’en découle.</translation>
    </message>
    <message>
      <source>A recovery code was made on {day}.</source>
      <translation>Un code de secours a été créé le {day}.</translation>
    </message>
    <message>
      <source>A second person approves</source>
      <translation>Une deuxième personne approuve</translation>
    </message>
    <message>
      <source>About</source>
      <translation>Objet</translation>
    </message>
    <message>
      <source>About Shoal</source>
      <translation>À propos de Shoal</translation>
    </message>
    <message>
      <source>About {values} different values.</source>
      <translation>Environ {values} valeurs différentes.</translation>
    </message>
    <message>
      <source>Actions</source>
      <translation>Actions</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>Ajouter</translation>
    </message>
    <message>
      <source>Add a condition</source>
      <translation>Ajouter une condition</translation>
    </message>
    <message>
      <source>Add a condition first</source>
      <translation>Ajoutez d’abord une condition</translation>
    </message>
    <message>
      <source>Add a group</source>
      <translation>Ajouter un groupe</translation>
    </message>
    <message>
      <source>Add a saved audience</source>
      <translation>Ajouter une audience enregistrée</translation>
    </message>
    <message>
      <source>Add the audience “{name}”</source>
      <translation>Ajouter l’audience « {name} »</translation>
    </message>
    <message>
      <source>Add {scope}</source>
      <translation>Ajouter {scope}</translation>
    </message>
    <message>
      <source>Add {values} to {attribute}</source>
      <translation>Ajouter {values} à {attribute}</translation>
    </message>
    <message>
      <source>Add {what}</source>
      <translation>Ajouter : {what}</translation>
    </message>
    <message>
      <source>Advertising</source>
      <translation>Publicité</translation>
    </message>
    <message>
      <source>Advertising platforms</source>
      <translation>Régies en ligne</translation>
    </message>
    <message>
      <source>After that it can only be erased.</source>
      <translation>Ensuite, elles ne peuvent plus qu’être effacées.</translation>
    </message>
    <message>
      <source>Ages become the usual bands.</source>
      <translation>Les âges deviennent les tranches habituelles.</translation>
    </message>
    <message>
      <source>Agreed to</source>
      <translation>Accords</translation>
    </message>
    <message>
      <source>Agreement</source>
      <translation>Accord</translation>
    </message>
    <message>
      <source>All files</source>
      <translation>Tous les fichiers</translation>
    </message>
    <message>
      <source>All {entries} entries are as they were written, and so is everything they speak of.</source>
      <translation>Les {entries} entrées sont telles qu’elles ont été écrites, et tout ce dont elles parlent aussi.</translation>
    </message>
    <message>
      <source>Allow protected themes where people agreed to them</source>
      <translation>Autoriser les thèmes protégés avec l’accord des personnes</translation>
    </message>
    <message>
      <source>Also put them beside the bundle as plain files</source>
      <translation>Les déposer aussi à côté de l’archive, comme simples fichiers</translation>
    </message>
    <message>
      <source>An agreement lasts</source>
      <translation>Durée d’un accord</translation>
    </message>
    <message>
      <source>Another company too</source>
      <translation>Une autre société aussi</translation>
    </message>
    <message>
      <source>Another one, by a short name</source>
      <translation>Un autre, par un nom court</translation>
    </message>
    <message>
      <source>Any of these repairs it:</source>
      <translation>Chacune de ces corrections suffit :</translation>
    </message>
    <message>
      <source>Anything else, and an empty cell, means no.</source>
      <translation>Toute autre réponse, et une cellule vide, vaut non.</translation>
    </message>
    <message>
      <source>Apache Unomi segment</source>
      <translation>Segment Apache Unomi</translation>
    </message>
    <message>
      <source>Appearance</source>
      <translation>Apparence</translation>
    </message>
    <message>
      <source>Apply</source>
      <translation>Appliquer</translation>
    </message>
    <message>
      <source>Apply: {change}</source>
      <translation>Appliquer : {change}</translation>
    </message>
    <message>
      <source>Approval withdrawn</source>
      <translation>Approbation retirée</translation>
    </message>
    <message>
      <source>Approve</source>
      <translation>Approuver</translation>
    </message>
    <message>
      <source>Approve {campaign}</source>
      <translation>Approuver {campaign}</translation>
    </message>
    <message>
      <source>Approved</source>
      <translation>Approuvée</translation>
    </message>
    <message>
      <source>Approved by</source>
      <translation>Approuvé par</translation>
    </message>
    <message>
      <source>Approved by {name} on {day}</source>
      <translation>Approuvée par {name} le {day}</translation>
    </message>
    <message>
      <source>Approved by {name}. A list that has left stays in the ledger.</source>
      <translation>Approuvée par {name}. Une liste sortie reste dans le registre.</translation>
    </message>
    <message>
      <source>Approve…</source>
      <translation>Approuver…</translation>
    </message>
    <message>
      <source>As many as have room</source>
      <translation>Autant que la place le permet</translation>
    </message>
    <message>
      <source>As rows</source>
      <translation>En lignes</translation>
    </message>
    <message>
      <source>As text</source>
      <translation>En texte</translation>
    </message>
    <message>
      <source>As the system</source>
      <translation>Comme le système</translation>
    </message>
    <message>
      <source>As they are</source>
      <translation>Tel quel</translation>
    </message>
    <message>
      <source>At least one column has to describe groups.</source>
      <translation>Une colonne au moins doit décrire les groupes.</translation>
    </message>
    <message>
      <source>At least {least}, as your policy says.</source>
      <translation>Au moins {least}, selon votre politique.</translation>
    </message>
    <message>
      <source>Attribute</source>
      <translation>Attribut</translation>
    </message>
    <message>
      <source>Attribute: {name}</source>
      <translation>Attribut : {name}</translation>
    </message>
    <message>
      <source>Audience</source>
      <translation>Audience</translation>
    </message>
    <message>
      <source>Audience saved</source>
      <translation>Audience enregistrée</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>Retour</translation>
    </message>
    <message>
      <source>Back to the list</source>
      <translation>Retour à la liste</translation>
    </message>
    <message>
      <source>Back up now</source>
      <translation>Sauvegarder maintenant</translation>
    </message>
    <message>
      <source>Backup</source>
      <translation>Sauvegarde</translation>
    </message>
    <message>
      <source>Backup restored</source>
      <translation>Sauvegarde restaurée</translation>
    </message>
    <message>
      <source>Bands and values</source>
      <translation>Tranches et valeurs</translation>
    </message>
    <message>
      <source>Bands begin at</source>
      <translation>Les tranches commencent à</translation>
    </message>
    <message>
      <source>Because of</source>
      <translation>À cause de</translation>
    </message>
    <message>
      <source>Because of entry</source>
      <translation>À cause de l’entrée</translation>
    </message>
    <message>
      <source>Blocked</source>
      <translation>Bloqué</translation>
    </message>
    <message>
      <source>Brief</source>
      <translation>Brief</translation>
    </message>
    <message>
      <source>Bring your own customers</source>
      <translation>Apporter vos propres clients</translation>
    </message>
    <message>
      <source>Budget</source>
      <translation>Budget</translation>
    </message>
    <message>
      <source>By</source>
      <translation>Par</translation>
    </message>
    <message>
      <source>CSV table</source>
      <translation>Tableau CSV</translation>
    </message>
    <message>
      <source>Calendar</source>
      <translation>Calendrier</translation>
    </message>
    <message>
      <source>Campaign</source>
      <translation>Campagne</translation>
    </message>
    <message>
      <source>Campaign approved</source>
      <translation>Approbation</translation>
    </message>
    <message>
      <source>Campaign checked</source>
      <translation>Contrôle</translation>
    </message>
    <message>
      <source>Campaign edited</source>
      <translation>Modification</translation>
    </message>
    <message>
      <source>Campaign marked as exported</source>
      <translation>Export noté</translation>
    </message>
    <message>
      <source>Campaign retired</source>
      <translation>Archivage</translation>
    </message>
    <message>
      <source>Campaign started</source>
      <translation>Création</translation>
    </message>
    <message>
      <source>Campaigns</source>
      <translation>Campagnes</translation>
    </message>
    <message>
      <source>Campaigns ask for this often: keep it as fine as can be</source>
      <translation>Souvent demandé par les campagnes : le garder aussi fin que possible</translation>
    </message>
    <message>
      <source>Campaigns need customers</source>
      <translation>Une campagne a besoin de clients</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <source>Change budget</source>
      <translation>Modifier le budget</translation>
    </message>
    <message>
      <source>Change channel</source>
      <translation>Modifier le canal</translation>
    </message>
    <message>
      <source>Change end</source>
      <translation>Modifier la fin</translation>
    </message>
    <message>
      <source>Change expected response</source>
      <translation>Modifier les réponses attendues</translation>
    </message>
    <message>
      <source>Change goal</source>
      <translation>Modifier l’objectif</translation>
    </message>
    <message>
      <source>Change platform</source>
      <translation>Modifier la plateforme</translation>
    </message>
    <message>
      <source>Change start</source>
      <translation>Modifier le début</translation>
    </message>
    <message>
      <source>Change the passphrase…</source>
      <translation>Changer la phrase secrète…</translation>
    </message>
    <message>
      <source>Change what the data is used for</source>
      <translation>Modifier l’usage des données</translation>
    </message>
    <message>
      <source>Change whatever you like. When you have seen enough, take it away: your own data stays.</source>
      <translation>Modifiez tout ce que vous voulez. Quand vous en avez assez vu, supprimez-le : vos propres données restent.</translation>
    </message>
    <message>
      <source>Change who pays</source>
      <translation>Modifier qui paie</translation>
    </message>
    <message>
      <source>Change who receives the list</source>
      <translation>Modifier qui reçoit la liste</translation>
    </message>
    <message>
      <source>Change {scope}: {field}</source>
      <translation>Modifier {scope} : {field}</translation>
    </message>
    <message>
      <source>Change {what}</source>
      <translation>Modifier : {what}</translation>
    </message>
    <message>
      <source>Changed since its check</source>
      <translation>Modifiée depuis son contrôle</translation>
    </message>
    <message>
      <source>Channel</source>
      <translation>Canal</translation>
    </message>
    <message>
      <source>Check</source>
      <translation>Contrôler</translation>
    </message>
    <message>
      <source>Check and approval ended</source>
      <translation>Contrôle caduc</translation>
    </message>
    <message>
      <source>Check it again before somebody approves it.</source>
      <translation>Contrôlez-la à nouveau avant de la faire approuver.</translation>
    </message>
    <message>
      <source>Check that these words mean yes, and that people were asked about this use.</source>
      <translation>Vérifiez que ces mots veulent dire oui, et que cet usage a bien été demandé aux personnes.</translation>
    </message>
    <message>
      <source>Check the campaign first</source>
      <translation>Contrôlez d’abord la campagne</translation>
    </message>
    <message>
      <source>Checked</source>
      <translation>Contrôlée</translation>
    </message>
    <message>
      <source>Checked on {day}</source>
      <translation>Contrôlée le {day}</translation>
    </message>
    <message>
      <source>Checking…</source>
      <translation>Contrôle…</translation>
    </message>
    <message>
      <source>Choose a file first.</source>
      <translation>Choisissez d’abord un fichier.</translation>
    </message>
    <message>
      <source>Choose a file…</source>
      <translation>Choisir un fichier…</translation>
    </message>
    <message>
      <source>Choose a folder</source>
      <translation>Choisissez un dossier</translation>
    </message>
    <message>
      <source>Choose a passphrase for your workspace</source>
      <translation>Choisissez une phrase secrète pour votre espace de travail</translation>
    </message>
    <message>
      <source>Choose advertisements by what is known of people.</source>
      <translation>Choisir les publicités d’après ce que l’on sait des personnes.</translation>
    </message>
    <message>
      <source>Choose advertisements on other sites and apps by what is known of people.</source>
      <translation>Choisir les publicités d’autres sites et applications d’après ce que l’on sait des personnes.</translation>
    </message>
    <message>
      <source>Choose from a calendar</source>
      <translation>Choisir dans un calendrier</translation>
    </message>
    <message>
      <source>Choose the folder</source>
      <translation>Choisir le dossier</translation>
    </message>
    <message>
      <source>Choose values</source>
      <translation>Choisir des valeurs</translation>
    </message>
    <message>
      <source>Choose what people see on our own pages by what is known of them.</source>
      <translation>Choisir ce que les personnes voient sur nos pages d’après ce que l’on sait d’elles.</translation>
    </message>
    <message>
      <source>Choose…</source>
      <translation>Choisir…</translation>
    </message>
    <message>
      <source>Clear</source>
      <translation>Effacer</translation>
    </message>
    <message>
      <source>Clear filters</source>
      <translation>Effacer les filtres</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>Close Shoal</source>
      <translation>Fermer Shoal</translation>
    </message>
    <message>
      <source>Close this notice</source>
      <translation>Fermer cet avis</translation>
    </message>
    <message>
      <source>Colours</source>
      <translation>Couleurs</translation>
    </message>
    <message>
      <source>Column</source>
      <translation>Colonne</translation>
    </message>
    <message>
      <source>Columns</source>
      <translation>Colonnes</translation>
    </message>
    <message>
      <source>Columns of the file</source>
      <translation>Colonnes du fichier</translation>
    </message>
    <message>
      <source>Columns…</source>
      <translation>Colonnes…</translation>
    </message>
    <message>
      <source>Common values:</source>
      <translation>Valeurs courantes :</translation>
    </message>
    <message>
      <source>Consent</source>
      <translation>Consentement</translation>
    </message>
    <message>
      <source>Consent scope</source>
      <translation>Consentement</translation>
    </message>
    <message>
      <source>Consent scopes changed</source>
      <translation>Périmètres modifiés</translation>
    </message>
    <message>
      <source>Continue</source>
      <translation>Continuer</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Copier</translation>
    </message>
    <message>
      <source>Copy the details</source>
      <translation>Copier les détails</translation>
    </message>
    <message>
      <source>Copy the signed head</source>
      <translation>Copier l’empreinte signée</translation>
    </message>
    <message>
      <source>Copying the backup</source>
      <translation>Copie de la sauvegarde</translation>
    </message>
    <message>
      <source>Copying the workspace</source>
      <translation>Copie de l’espace de travail</translation>
    </message>
    <message>
      <source>Correct the file if you need this column.</source>
      <translation>Corrigez le fichier si vous avez besoin de cette colonne.</translation>
    </message>
    <message>
      <source>Count people</source>
      <translation>Compter les personnes</translation>
    </message>
    <message>
      <source>Counting people</source>
      <translation>Comptage des personnes</translation>
    </message>
    <message>
      <source>Counting people…</source>
      <translation>Comptage des personnes…</translation>
    </message>
    <message>
      <source>Counts people</source>
      <translation>Compte les personnes</translation>
    </message>
    <message>
      <source>Counts people, then is gone</source>
      <translation>Compte les personnes, puis disparaît</translation>
    </message>
    <message>
      <source>Customer files</source>
      <translation>Fichiers clients</translation>
    </message>
    <message>
      <source>Customers</source>
      <translation>Clients</translation>
    </message>
    <message>
      <source>Customers are cut into groups once. No group is ever smaller than the number you set, so nobody can be singled out, whatever is combined later.</source>
      <translation>Les clients sont répartis une fois en groupes. Aucun groupe n’est plus petit que le nombre que vous fixez : personne ne peut être isolé, quoi que l’on combine ensuite.</translation>
    </message>
    <message>
      <source>Customers counted again</source>
      <translation>Recomptage</translation>
    </message>
    <message>
      <source>Customers cut into other groups</source>
      <translation>Nouveaux groupes</translation>
    </message>
    <message>
      <source>Customers imported</source>
      <translation>Import</translation>
    </message>
    <message>
      <source>Customers in Europe</source>
      <translation>Clients en Europe</translation>
    </message>
    <message>
      <source>Cut them into other groups: lists that left before may then block new ones</source>
      <translation>Les répartir en d’autres groupes : des listes déjà sorties peuvent alors en bloquer de nouvelles</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Sombre</translation>
    </message>
    <message>
      <source>Dashed: {floor} people, the fewest a group may hold.</source>
      <translation>Tirets : {floor} personnes, le moins qu’un groupe puisse avoir.</translation>
    </message>
    <message>
      <source>Data</source>
      <translation>Données</translation>
    </message>
    <message>
      <source>Data, policy or consent scopes are not as they were on {day}. Check it again.</source>
      <translation>Les données, la politique ou les périmètres de consentement ont changé depuis le {day}. Contrôlez-la à nouveau.</translation>
    </message>
    <message>
      <source>Dates become bands.</source>
      <translation>Les dates deviennent des tranches.</translation>
    </message>
    <message>
      <source>Dates of birth become bands of years.</source>
      <translation>Les dates de naissance deviennent des tranches d’années.</translation>
    </message>
    <message>
      <source>Days until data counts as old</source>
      <translation>Jours avant que les données soient dites anciennes</translation>
    </message>
    <message>
      <source>Days until data may not be used</source>
      <translation>Jours avant que les données soient interdites d’usage</translation>
    </message>
    <message>
      <source>Describe people by what they do, such as what they buy and when.</source>
      <translation>Décrire les personnes par ce qu’elles font, comme ce qu’elles achètent et quand.</translation>
    </message>
    <message>
      <source>Describes groups</source>
      <translation>Décrit les groupes</translation>
    </message>
    <message>
      <source>Detail</source>
      <translation>Détail</translation>
    </message>
    <message>
      <source>Detail to break down by</source>
      <translation>Détail de la répartition</translation>
    </message>
    <message>
      <source>Details of the mistake</source>
      <translation>Détails de l’erreur</translation>
    </message>
    <message>
      <source>Details that describe groups</source>
      <translation>Détails qui décrivent les groupes</translation>
    </message>
    <message>
      <source>Different values in every group, at least</source>
      <translation>Valeurs différentes dans chaque groupe, au moins</translation>
    </message>
    <message>
      <source>Direct marketing</source>
      <translation>Marketing direct</translation>
    </message>
    <message>
      <source>Dissolve the group</source>
      <translation>Dissoudre le groupe</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Terminé</translation>
    </message>
    <message>
      <source>Draft</source>
      <translation>Brouillon</translation>
    </message>
    <message>
      <source>Drag to move; Alt+Up and Alt+Down do the same</source>
      <translation>Glissez pour déplacer ; Alt+Haut et Alt+Bas font de même</translation>
    </message>
    <message>
      <source>Drop a file here, or choose one: CSV, Parquet or Excel (XLSX).</source>
      <translation>Déposez un fichier ici, ou choisissez-en un : CSV, Parquet ou Excel (XLSX).</translation>
    </message>
    <message>
      <source>Drop {part}</source>
      <translation>Retirer {part}</translation>
    </message>
    <message>
      <source>Dropped</source>
      <translation>Écarté</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>E-mail</translation>
    </message>
    <message>
      <source>Each column is for groups of twice the size. Dashed: no group is below {floor}.</source>
      <translation>Chaque barre vaut pour une taille deux fois plus grande. Tirets : aucun groupe n’est sous {floor}.</translation>
    </message>
    <message>
      <source>Each row stands for this many people.</source>
      <translation>Chaque ligne représente ce nombre de personnes.</translation>
    </message>
    <message>
      <source>Edit the audience as text</source>
      <translation>Modifier l’audience en texte</translation>
    </message>
    <message>
      <source>Ends</source>
      <translation>Fin</translation>
    </message>
    <message>
      <source>Enter opens one, Delete takes it off the list.</source>
      <translation>Entrée en ouvre un, Suppr le retire de la liste.</translation>
    </message>
    <message>
      <source>Entries</source>
      <translation>Entrées</translation>
    </message>
    <message>
      <source>Entries it had</source>
      <translation>Entrées qu’elle contenait</translation>
    </message>
    <message>
      <source>Entries of the ledger</source>
      <translation>Entrées du registre</translation>
    </message>
    <message>
      <source>Entries there had been</source>
      <translation>Entrées qu’il y avait</translation>
    </message>
    <message>
      <source>Entry</source>
      <translation>Entrée</translation>
    </message>
    <message>
      <source>Every cell is empty.</source>
      <translation>Toutes les cellules sont vides.</translation>
    </message>
    <message>
      <source>Every opening asks for it. When it is forgotten, only a recovery code helps.</source>
      <translation>Chaque ouverture la demande. Si elle est oubliée, seul un code de secours aide.</translation>
    </message>
    <message>
      <source>Every person has the same value, so it tells nothing.</source>
      <translation>Toutes les personnes ont la même valeur : elle n’apprend rien.</translation>
    </message>
    <message>
      <source>Everybody. Add a condition to choose whom.</source>
      <translation>Tout le monde. Ajoutez une condition pour choisir qui.</translation>
    </message>
    <message>
      <source>Everybody. For example: {example}</source>
      <translation>Tout le monde. Par exemple : {example}</translation>
    </message>
    <message>
      <source>Everyone</source>
      <translation>Tout le monde</translation>
    </message>
    <message>
      <source>Everyone who agreed</source>
      <translation>Avec leur accord</translation>
    </message>
    <message>
      <source>Everything here is encrypted, and only your passphrase opens it.</source>
      <translation>Tout ici est chiffré, et seule votre phrase secrète l’ouvre.</translation>
    </message>
    <message>
      <source>Everything here is encrypted, and the key is in the key ring of this computer.</source>
      <translation>Tout ici est chiffré, et la clé est dans le trousseau de clés de cet ordinateur.</translation>
    </message>
    <message>
      <source>Everything is encrypted anew under another key, and the old key is destroyed: copies of the store that lie elsewhere do not open with it any more. The recovery code stays good.</source>
      <translation>Tout est chiffré de nouveau sous une autre clé, et l’ancienne clé est détruite : les copies qui se trouvent ailleurs ne s’ouvrent plus avec elle. Le code de secours reste valable.</translation>
    </message>
    <message>
      <source>Everything that Shoal keeps is encrypted. This computer has no key ring that could hold the key, so a passphrase protects it.</source>
      <translation>Tout ce que Shoal conserve est chiffré. Cet ordinateur n’a pas de trousseau qui puisse garder la clé : une phrase secrète la protège donc.</translation>
    </message>
    <message>
      <source>Everything that is done with a workspace is written down here, and can be proved.</source>
      <translation>Tout ce qui est fait dans un espace de travail est écrit ici, et peut être prouvé.</translation>
    </message>
    <message>
      <source>Exact</source>
      <translation>Exact</translation>
    </message>
    <message>
      <source>Exact dates of birth nearly name a person: only the bands are kept.</source>
      <translation>Une date de naissance exacte nomme presque une personne : seules les tranches sont gardées.</translation>
    </message>
    <message>
      <source>Exactly this</source>
      <translation>Exactement cela</translation>
    </message>
    <message>
      <source>Excel workbook</source>
      <translation>Classeur Excel</translation>
    </message>
    <message>
      <source>Expected response</source>
      <translation>Réponses attendues</translation>
    </message>
    <message>
      <source>Explicit consent</source>
      <translation>Consentement explicite</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Exporter</translation>
    </message>
    <message>
      <source>Export {campaign}</source>
      <translation>Exporter {campaign}</translation>
    </message>
    <message>
      <source>Exported</source>
      <translation>Exportée</translation>
    </message>
    <message>
      <source>Exported on {day}</source>
      <translation>Exportée le {day}</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>Exporter…</translation>
    </message>
    <message>
      <source>Fair: longer is stronger</source>
      <translation>Correcte : plus longue, elle serait plus sûre</translation>
    </message>
    <message>
      <source>Fewer than {advised} is less than we advise.</source>
      <translation>Moins de {advised}, c’est moins que ce que nous conseillons.</translation>
    </message>
    <message>
      <source>Fewest people</source>
      <translation>Nombre minimal de personnes</translation>
    </message>
    <message>
      <source>Fewest people of a campaign</source>
      <translation>Nombre minimal de personnes d’une campagne</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Fichier</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>Fichiers</translation>
    </message>
    <message>
      <source>Find</source>
      <translation>Rechercher</translation>
    </message>
    <message>
      <source>Find a campaign</source>
      <translation>Rechercher une campagne</translation>
    </message>
    <message>
      <source>Find a value…</source>
      <translation>Chercher…</translation>
    </message>
    <message>
      <source>Find an action</source>
      <translation>Rechercher une action</translation>
    </message>
    <message>
      <source>Find an action…</source>
      <translation>Rechercher une action…</translation>
    </message>
    <message>
      <source>Find an entry…</source>
      <translation>Rechercher une entrée…</translation>
    </message>
    <message>
      <source>Find on this page</source>
      <translation>Rechercher dans cette page</translation>
    </message>
    <message>
      <source>Fingerprint of the ledger</source>
      <translation>Empreinte du registre</translation>
    </message>
    <message>
      <source>Fit to be approved until {day}. Recorded in the ledger.</source>
      <translation>Peut être approuvée jusqu’au {day}. Inscrit au registre.</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Dossier</translation>
    </message>
    <message>
      <source>Forecast</source>
      <translation>Prévision</translation>
    </message>
    <message>
      <source>Forget it</source>
      <translation>L’oublier</translation>
    </message>
    <message>
      <source>Formats</source>
      <translation>Formats</translation>
    </message>
    <message>
      <source>Forming groups</source>
      <translation>Formation des groupes</translation>
    </message>
    <message>
      <source>Four or more words that do not belong together are easy to remember and hard to guess.</source>
      <translation>Quatre mots ou plus, sans lien entre eux, se retiennent bien et se devinent mal.</translation>
    </message>
    <message>
      <source>From</source>
      <translation>De</translation>
    </message>
    <message>
      <source>From those who match to those who can be reached</source>
      <translation>De celles qui correspondent à celles qu’on peut joindre</translation>
    </message>
    <message>
      <source>Full: known exactly. Hatched: known as one of several.</source>
      <translation>Plein : connu exactement. Hachuré : connu comme l’une de plusieurs valeurs.</translation>
    </message>
    <message>
      <source>Generalised</source>
      <translation>Généralisé</translation>
    </message>
    <message>
      <source>Getting old: usable until {day}</source>
      <translation>Vieillissent : utilisables jusqu’au {day}</translation>
    </message>
    <message>
      <source>Give a whole number from {lowest} to {highest}.</source>
      <translation>Donnez un nombre entier de {lowest} à {highest}.</translation>
    </message>
    <message>
      <source>Give it a name</source>
      <translation>Donnez-lui un nom</translation>
    </message>
    <message>
      <source>Give these customers a name.</source>
      <translation>Donnez un nom à ces clients.</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Continuer</translation>
    </message>
    <message>
      <source>Go to the columns</source>
      <translation>Aller aux colonnes</translation>
    </message>
    <message>
      <source>Goal</source>
      <translation>Objectif</translation>
    </message>
    <message>
      <source>Grey: people who fit no group and were dropped.</source>
      <translation>Gris : personnes qui n’entrent dans aucun groupe et ont été écartées.</translation>
    </message>
    <message>
      <source>Group of {people}</source>
      <translation>Groupe de {people}</translation>
    </message>
    <message>
      <source>Group: {kind} {words}</source>
      <translation>Groupe : {kind} {words}</translation>
    </message>
    <message>
      <source>Groups</source>
      <translation>Groupes</translation>
    </message>
    <message>
      <source>Guardrails</source>
      <translation>Garde-fous</translation>
    </message>
    <message>
      <source>Hatched: known only to be this or one of a few others, so counted in each.</source>
      <translation>Hachuré : connu seulement comme ceci ou quelques autres, donc compté dans chacun.</translation>
    </message>
    <message>
      <source>Hatched: people in groups this rule cuts through. They are counted, never targeted.</source>
      <translation>Hachuré : personnes des groupes que cette règle traverse. Elles sont comptées, jamais ciblées.</translation>
    </message>
    <message>
      <source>Health, belief, origin and the like. Without this they are always stopped.</source>
      <translation>Santé, croyances, origine, etc. Sans cela, ils sont toujours arrêtés.</translation>
    </message>
    <message>
      <source>Here one sees which groups of people there are, what is kept of them, and why.</source>
      <translation>On voit ici quels groupes de personnes il y a, ce qui en est gardé, et pourquoi.</translation>
    </message>
    <message>
      <source>Hikers near the Alps</source>
      <translation>Randonneurs près des Alpes</translation>
    </message>
    <message>
      <source>Holds until</source>
      <translation>Valable jusqu’au</translation>
    </message>
    <message>
      <source>How Shoal looks to you on this computer. Other people who open the workspace have their own.</source>
      <translation>L’apparence de Shoal pour vous, sur cet ordinateur. Les autres personnes qui ouvrent l’espace de travail ont la leur.</translation>
    </message>
    <message>
      <source>How closely a campaign may describe people</source>
      <translation>À quel point une campagne peut décrire les personnes</translation>
    </message>
    <message>
      <source>How each condition narrows</source>
      <translation>Ce que restreint chaque condition</translation>
    </message>
    <message>
      <source>How exact each detail is</source>
      <translation>Exactitude de chaque détail</translation>
    </message>
    <message>
      <source>How fine should it be?</source>
      <translation>Quelle finesse faut-il ?</translation>
    </message>
    <message>
      <source>How it compares</source>
      <translation>Façon de comparer</translation>
    </message>
    <message>
      <source>How it is kept</source>
      <translation>Gardé</translation>
    </message>
    <message>
      <source>How large the groups are</source>
      <translation>Taille des groupes</translation>
    </message>
    <message>
      <source>How long data may be used</source>
      <translation>Combien de temps les données peuvent servir</translation>
    </message>
    <message>
      <source>How many people a row stands for</source>
      <translation>Nombre de personnes par ligne</translation>
    </message>
    <message>
      <source>How many people can be reached is known as soon as the brief is filled in.</source>
      <translation>On saura combien de personnes sont joignables dès que le brief sera rempli.</translation>
    </message>
    <message>
      <source>How much detail is left</source>
      <translation>Le détail qui reste</translation>
    </message>
    <message>
      <source>How narrow this is</source>
      <translation>À quel point c’est étroit</translation>
    </message>
    <message>
      <source>How people said yes</source>
      <translation>Comment elles ont dit oui</translation>
    </message>
    <message>
      <source>How people take it back</source>
      <translation>Comment elles reviennent dessus</translation>
    </message>
    <message>
      <source>How safe should it be?</source>
      <translation>Quelle protection faut-il ?</translation>
    </message>
    <message>
      <source>How small a group may be</source>
      <translation>Taille minimale des groupes</translation>
    </message>
    <message>
      <source>I have kept it</source>
      <translation>Je l’ai gardé</translation>
    </message>
    <message>
      <source>If 1 means that people agreed to something, make it a consent, with its scope and 1 for yes.</source>
      <translation>Si 1 veut dire que les personnes ont accepté quelque chose, faites-en un consentement, avec son périmètre et 1 pour oui.</translation>
    </message>
    <message>
      <source>If each person has one value, make it the identifier, so that nobody is counted twice; if it describes people, make it an attribute.</source>
      <translation>Si chaque personne a une valeur, faites-en l’identifiant pour que personne ne soit compté deux fois ; si elle décrit les personnes, faites-en un attribut.</translation>
    </message>
    <message>
      <source>If people agreed to something here, make it a consent, with its scope and the words that mean yes; if it only describes them, make it an attribute that describes groups.</source>
      <translation>Si les personnes ont accepté quelque chose ici, faites-en un consentement, avec son périmètre et les mots qui valent oui ; si cela les décrit seulement, faites-en un attribut qui décrit des groupes.</translation>
    </message>
    <message>
      <source>If that is ever lost, a recovery code on paper still opens the workspace. Without one, nothing does.</source>
      <translation>Si elle est perdue un jour, un code de secours sur papier ouvre encore l’espace de travail. Sans lui, rien ne l’ouvre.</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>Importer</translation>
    </message>
    <message>
      <source>Import customers</source>
      <translation>Importer des clients</translation>
    </message>
    <message>
      <source>Import customers…</source>
      <translation>Importer des clients…</translation>
    </message>
    <message>
      <source>Import your customers first: they become groups that nobody can be singled out of.</source>
      <translation>Importez d’abord vos clients : ils deviennent des groupes dont personne ne peut être isolé.</translation>
    </message>
    <message>
      <source>In bands</source>
      <translation>En tranches</translation>
    </message>
    <message>
      <source>In mapping files and commands: {name}</source>
      <translation>Dans les fichiers de correspondance et les commandes : {name}</translation>
    </message>
    <message>
      <source>In order</source>
      <translation>Dans l’ordre</translation>
    </message>
    <message>
      <source>In the window: open the workspace, then choose “Open with the recovery code…”.</source>
      <translation>Dans la fenêtre : ouvrez l’espace de travail, puis choisissez « Ouvrir avec le code de secours… ».</translation>
    </message>
    <message>
      <source>Invented customers: nothing here is about anybody.</source>
      <translation>Clients inventés : rien ici ne parle de quelqu’un.</translation>
    </message>
    <message>
      <source>It can be added to any campaign for the same customers.</source>
      <translation>Elle peut être ajoutée à toute campagne pour les mêmes clients.</translation>
    </message>
    <message>
      <source>It can never be targeted, and every group holds several of its values. Drop it unless you need that.</source>
      <translation>Elle ne peut jamais être ciblée, et chaque groupe en contient plusieurs valeurs. Écartez-la si vous n’en avez pas besoin.</translation>
    </message>
    <message>
      <source>It could not be written there: {reason}</source>
      <translation>Impossible de l’écrire à cet endroit : {reason}</translation>
    </message>
    <message>
      <source>It does NOT verify: {check}.</source>
      <translation>La vérification ÉCHOUE : {check}.</translation>
    </message>
    <message>
      <source>It follows from {fine}, and is a coarser level of it.</source>
      <translation>Elle découle de {fine}, dont elle est un niveau plus large.</translation>
    </message>
    <message>
      <source>It has everything that the ledger is known to hold.</source>
      <translation>Elle contient tout ce que l’on sait du registre.</translation>
    </message>
    <message>
      <source>It has few different values.</source>
      <translation>Elle a peu de valeurs différentes.</translation>
    </message>
    <message>
      <source>It has many values: the commonest are kept.</source>
      <translation>Elle a beaucoup de valeurs : les plus courantes sont gardées.</translation>
    </message>
    <message>
      <source>It has to be approved first</source>
      <translation>Elle doit d’abord être approuvée</translation>
    </message>
    <message>
      <source>It has too many different values to describe groups of people.</source>
      <translation>Elle a trop de valeurs différentes pour décrire des groupes de personnes.</translation>
    </message>
    <message>
      <source>It holds bank account numbers.</source>
      <translation>Elle contient des numéros de compte bancaire.</translation>
    </message>
    <message>
      <source>It holds card numbers.</source>
      <translation>Elle contient des numéros de carte.</translation>
    </message>
    <message>
      <source>It holds e-mail addresses.</source>
      <translation>Elle contient des adresses e-mail.</translation>
    </message>
    <message>
      <source>It holds exact positions.</source>
      <translation>Elle contient des positions exactes.</translation>
    </message>
    <message>
      <source>It holds names of people.</source>
      <translation>Elle contient des noms de personnes.</translation>
    </message>
    <message>
      <source>It holds network addresses.</source>
      <translation>Elle contient des adresses réseau.</translation>
    </message>
    <message>
      <source>It holds street addresses.</source>
      <translation>Elle contient des adresses postales.</translation>
    </message>
    <message>
      <source>It holds telephone numbers.</source>
      <translation>Elle contient des numéros de téléphone.</translation>
    </message>
    <message>
      <source>It holds {customers}, {campaigns} and {lists}.</source>
      <translation>Elle contient {customers}, {campaigns} et {lists}.</translation>
    </message>
    <message>
      <source>It is also written down in {file}</source>
      <translation>C’est aussi écrit dans {file}</translation>
    </message>
    <message>
      <source>It is approved already</source>
      <translation>Elle est déjà approuvée</translation>
    </message>
    <message>
      <source>It is in the key ring of this computer ({name}).</source>
      <translation>Elle est dans le trousseau de clés de cet ordinateur ({name}).</translation>
    </message>
    <message>
      <source>It is open already</source>
      <translation>Il est déjà ouvert</translation>
    </message>
    <message>
      <source>It is protected by a passphrase.</source>
      <translation>Elle est protégée par une phrase secrète.</translation>
    </message>
    <message>
      <source>It is sensitive and has too many different values to keep groups diverse.</source>
      <translation>Elle est sensible et a trop de valeurs différentes pour que les groupes restent variés.</translation>
    </message>
    <message>
      <source>It looks like an answer of yes or no, and its name does not say to what.</source>
      <translation>Elle ressemble à une réponse oui ou non, et son nom ne dit pas à quoi.</translation>
    </message>
    <message>
      <source>It may say who a person is: its words are short, and many of them differ from row to row.</source>
      <translation>Elle désigne peut-être les personnes : ses mots sont courts, et beaucoup diffèrent d’une ligne à l’autre.</translation>
    </message>
    <message>
      <source>It numbers something, so it tells rows apart instead of describing people.</source>
      <translation>Elle numérote quelque chose : elle distingue des lignes au lieu de décrire des personnes.</translation>
    </message>
    <message>
      <source>It opens the workspace when its key or its passphrase is lost. Keep it away from that computer.</source>
      <translation>Il ouvre l’espace de travail quand sa clé ou sa phrase secrète est perdue. Gardez-le loin de cet ordinateur.</translation>
    </message>
    <message>
      <source>It opens this workspace when the key ring of this computer is lost or a passphrase is forgotten. Whoever has it and the files of the workspace can read everything here.</source>
      <translation>Il ouvre cet espace de travail quand le trousseau de clés de cet ordinateur est perdu ou une phrase secrète oubliée. Qui a ce code et les fichiers de l’espace de travail peut tout lire ici.</translation>
    </message>
    <message>
      <source>It says that a person does not want something: only those who did not say so count as agreed.</source>
      <translation>Elle dit qu’une personne ne veut pas quelque chose : seules celles qui ne l’ont pas dit comptent comme d’accord.</translation>
    </message>
    <message>
      <source>It says when a row changed, not something about the person.</source>
      <translation>Elle dit quand une ligne a changé, et rien de la personne.</translation>
    </message>
    <message>
      <source>It says who a person is: it is dropped at import and never stored.</source>
      <translation>Elle dit qui est une personne : elle est écartée à l’import et jamais conservée.</translation>
    </message>
    <message>
      <source>It says yes or no to being contacted or described.</source>
      <translation>Elle dit oui ou non au fait d’être contacté ou décrit.</translation>
    </message>
    <message>
      <source>It seems to be about consent, but its cells do not say yes or no.</source>
      <translation>Elle semble parler d’accord, mais ses cellules ne disent ni oui ni non.</translation>
    </message>
    <message>
      <source>It tells what people did: using it needs their agreement to profiling</source>
      <translation>Cela dit ce que les personnes ont fait : l’utiliser demande leur accord au profilage</translation>
    </message>
    <message numerus="yes">
      <source>It verifies: %Ln checks, all in order.</source>
      <translation>
        <numerusform>Vérification réussie : %Ln contrôle, en ordre.</numerusform>
        <numerusform>Vérification réussie : %Ln contrôles, tous en ordre.</numerusform>
      </translation>
    </message>
    <message>
      <source>It works on this computer alone: it opens no connection, and nothing leaves unless you export it.</source>
      <translation>Il travaille sur cet ordinateur seulement : il n’ouvre aucune connexion, et rien n’en sort sans que vous l’exportiez.</translation>
    </message>
    <message>
      <source>Its cells hold lists or records.</source>
      <translation>Ses cellules contiennent des listes ou des enregistrements.</translation>
    </message>
    <message>
      <source>Its dates are not written as year-month-day.</source>
      <translation>Ses dates ne sont pas écrites année-mois-jour.</translation>
    </message>
    <message>
      <source>Its name</source>
      <translation>Son nom</translation>
    </message>
    <message>
      <source>Its name does not say that it numbers people: make sure that a person has one value only.</source>
      <translation>Son nom ne dit pas qu’elle numérote les personnes : assurez-vous qu’une personne n’a qu’une valeur.</translation>
    </message>
    <message>
      <source>Its name says that it holds an official number.</source>
      <translation>Son nom dit qu’elle contient un numéro officiel.</translation>
    </message>
    <message>
      <source>Its name says that it holds bank details.</source>
      <translation>Son nom dit qu’elle contient des coordonnées bancaires.</translation>
    </message>
    <message>
      <source>Its name says that it holds what people are called or linked to online.</source>
      <translation>Son nom dit qu’elle contient un nom ou un lien en ligne des personnes.</translation>
    </message>
    <message>
      <source>Its name says that it numbers people: they are counted by it, then it is gone.</source>
      <translation>Son nom dit qu’elle numérote les personnes : elle sert à les compter, puis disparaît.</translation>
    </message>
    <message>
      <source>Its name says that it tells devices apart.</source>
      <translation>Son nom dit qu’elle distingue des appareils.</translation>
    </message>
    <message>
      <source>Its name tells of a special category of personal data (GDPR article 9 or 10).</source>
      <translation>Son nom évoque une catégorie particulière de données personnelles (RGPD, article 9 ou 10).</translation>
    </message>
    <message>
      <source>Its name tells of what a person earns or owes.</source>
      <translation>Son nom évoque ce qu’une personne gagne ou doit.</translation>
    </message>
    <message>
      <source>Its numbers have a decimal comma.</source>
      <translation>Ses nombres ont une virgule décimale.</translation>
    </message>
    <message>
      <source>JSON</source>
      <translation>JSON</translation>
    </message>
    <message>
      <source>Keep it in the key ring</source>
      <translation>La garder dans le trousseau</translation>
    </message>
    <message>
      <source>Keep it in the key ring…</source>
      <translation>La garder dans le trousseau…</translation>
    </message>
    <message>
      <source>Keep only what is useful to you and to your customers. Names, addresses and numbers that point at one person are left out already.</source>
      <translation>Ne gardez que ce qui est utile, à vous et à vos clients. Les noms, adresses et numéros qui désignent une personne sont déjà écartés.</translation>
    </message>
    <message>
      <source>Keep the older data</source>
      <translation>Garder les données plus anciennes</translation>
    </message>
    <message>
      <source>Keep the older data…</source>
      <translation>Garder les données plus anciennes…</translation>
    </message>
    <message>
      <source>Keeping the groups</source>
      <translation>Enregistrement des groupes</translation>
    </message>
    <message>
      <source>Key kept elsewhere</source>
      <translation>Clé conservée ailleurs</translation>
    </message>
    <message>
      <source>Key left out of reach</source>
      <translation>Clé laissée hors de portée</translation>
    </message>
    <message>
      <source>Key renewed</source>
      <translation>Clé renouvelée</translation>
    </message>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>Raccourcis clavier</translation>
    </message>
    <message>
      <source>Known already: this file counts the same groups again.</source>
      <translation>Déjà connus : ce fichier recompte les mêmes groupes.</translation>
    </message>
    <message>
      <source>Known elsewhere as: {terms}</source>
      <translation>Connu ailleurs sous : {terms}</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Langue</translation>
    </message>
    <message>
      <source>Later</source>
      <translation>Plus tard</translation>
    </message>
    <message>
      <source>Latest row</source>
      <translation>Ligne la plus récente</translation>
    </message>
    <message>
      <source>Leave it empty when the source renews or drops agreements itself.</source>
      <translation>Laissez vide si la source renouvelle ou retire elle-même les accords.</translation>
    </message>
    <message>
      <source>Leave out everybody on the list “{list}”</source>
      <translation>Exclure toutes les personnes de la liste « {list} »</translation>
    </message>
    <message>
      <source>Ledger</source>
      <translation>Registre</translation>
    </message>
    <message>
      <source>Ledger entry {index}; the bundle carries the ledger's signed checkpoint.</source>
      <translation>Entrée {index} du registre ; l’archive en porte l’empreinte signée.</translation>
    </message>
    <message numerus="yes">
      <source>Ledger: %Ln entries</source>
      <translation>
        <numerusform>Registre : %Ln entrée</numerusform>
        <numerusform>Registre : %Ln entrées</numerusform>
      </translation>
    </message>
    <message>
      <source>Left out</source>
      <translation>Écartée</translation>
    </message>
    <message>
      <source>Left out because it points at one person</source>
      <translation>Écartée, car elle désigne une personne</translation>
    </message>
    <message>
      <source>Left out, and worth another look</source>
      <translation>Laissé de côté, à revoir peut-être</translation>
    </message>
    <message>
      <source>Legal basis</source>
      <translation>Base légale</translation>
    </message>
    <message>
      <source>Legitimate interest</source>
      <translation>Intérêt légitime</translation>
    </message>
    <message>
      <source>Let named other companies receive the list.</source>
      <translation>Laisser d’autres sociétés nommées recevoir la liste.</translation>
    </message>
    <message>
      <source>Levels: {levels}</source>
      <translation>Niveaux : {levels}</translation>
    </message>
    <message>
      <source>Licences</source>
      <translation>Licences</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Clair</translation>
    </message>
    <message>
      <source>List</source>
      <translation>Liste</translation>
    </message>
    <message>
      <source>List exported</source>
      <translation>Export</translation>
    </message>
    <message>
      <source>Look around first</source>
      <translation>Visiter d’abord</translation>
    </message>
    <message>
      <source>Looking at the columns</source>
      <translation>Examen des colonnes</translation>
    </message>
    <message>
      <source>Looking at {file}</source>
      <translation>Examen de {file}</translation>
    </message>
    <message>
      <source>Made on {day}.</source>
      <translation>Créé le {day}.</translation>
    </message>
    <message>
      <source>Make a recovery code later</source>
      <translation>Créer un code de secours plus tard</translation>
    </message>
    <message>
      <source>Make a recovery code…</source>
      <translation>Créer un code de secours…</translation>
    </message>
    <message>
      <source>Make a workspace there</source>
      <translation>Y créer un espace de travail</translation>
    </message>
    <message>
      <source>Make it a yes or no column if campaigns need it.</source>
      <translation>Faites-en une colonne de oui ou non si des campagnes en ont besoin.</translation>
    </message>
    <message>
      <source>Making the sample workspace…</source>
      <translation>Création de l’espace d’exemple…</translation>
    </message>
    <message>
      <source>Mapping files</source>
      <translation>Fichiers de correspondance</translation>
    </message>
    <message>
      <source>Marketers usually target by {columns} most, so these have a priority and stay more exact than the rest. Confirm it: raise the priority of what your campaigns ask for often, and lower it for what they do not.</source>
      <translation>On cible le plus souvent par {columns} : ces colonnes ont donc la priorité et restent plus exactes que les autres. Confirmez-le : augmentez la priorité de ce que vos campagnes demandent souvent, et baissez-la pour le reste.</translation>
    </message>
    <message>
      <source>Marketing</source>
      <translation>Marketing</translation>
    </message>
    <message>
      <source>Match</source>
      <translation>Concernées</translation>
    </message>
    <message>
      <source>Mautic segment</source>
      <translation>Segment Mautic</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Plus</translation>
    </message>
    <message>
      <source>More about this condition</source>
      <translation>Plus sur cette condition</translation>
    </message>
    <message>
      <source>More about this group</source>
      <translation>Plus sur ce groupe</translation>
    </message>
    <message>
      <source>More actions</source>
      <translation>Autres actions</translation>
    </message>
    <message>
      <source>Most cells are dates, but not all.</source>
      <translation>La plupart des cellules sont des dates, mais pas toutes.</translation>
    </message>
    <message>
      <source>Most cells are numbers, but not all.</source>
      <translation>La plupart des cellules sont des nombres, mais pas toutes.</translation>
    </message>
    <message>
      <source>Move down</source>
      <translation>Descendre</translation>
    </message>
    <message>
      <source>Move up</source>
      <translation>Monter</translation>
    </message>
    <message>
      <source>Move {what}</source>
      <translation>Déplacer : {what}</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Nom</translation>
    </message>
    <message>
      <source>Name and time go into the ledger, where they stay.</source>
      <translation>Le nom et l’heure entrent dans le registre, où ils restent.</translation>
    </message>
    <message>
      <source>Name to sign with</source>
      <translation>Nom de signature</translation>
    </message>
    <message>
      <source>Nearly every row has a value of its own: people are counted by it, then it is gone.</source>
      <translation>Presque chaque ligne a sa propre valeur : elle sert à compter les personnes, puis disparaît.</translation>
    </message>
    <message>
      <source>New campaign</source>
      <translation>Nouvelle campagne</translation>
    </message>
    <message>
      <source>New passphrase</source>
      <translation>Nouvelle phrase secrète</translation>
    </message>
    <message>
      <source>No audience is saved yet. Save one with “Save…” above the conditions.</source>
      <translation>Aucune audience n’est encore enregistrée. Enregistrez-en une avec « Enregistrer… » au-dessus des conditions.</translation>
    </message>
    <message>
      <source>No campaign yet</source>
      <translation>Aucune campagne</translation>
    </message>
    <message>
      <source>No column of consent was found: no campaign that needs consent can be approved.</source>
      <translation>Aucune colonne d’accord n’a été trouvée : aucune campagne qui demande un accord ne pourra être approuvée.</translation>
    </message>
    <message>
      <source>No column tells people apart, so every row is taken for one person.</source>
      <translation>Aucune colonne ne distingue les personnes : chaque ligne compte pour une personne.</translation>
    </message>
    <message>
      <source>No customer number was found: people are counted by it, then it is gone.</source>
      <translation>Aucun numéro de client n’a été trouvé : elle sert à compter les personnes, puis disparaît.</translation>
    </message>
    <message>
      <source>No customers yet</source>
      <translation>Pas encore de clients</translation>
    </message>
    <message>
      <source>No value is shown: each could be one person’s.</source>
      <translation>Aucune valeur n’est montrée : chacune pourrait être celle d’une seule personne.</translation>
    </message>
    <message>
      <source>No warning stood against it.</source>
      <translation>Il n’y avait aucun avertissement.</translation>
    </message>
    <message>
      <source>No whole backup was found in the folder of the workspace.</source>
      <translation>Aucune sauvegarde intacte n’a été trouvée dans le dossier de l’espace de travail.</translation>
    </message>
    <message>
      <source>No workspace is open</source>
      <translation>Aucun espace de travail n’est ouvert</translation>
    </message>
    <message>
      <source>No.</source>
      <translation>N°</translation>
    </message>
    <message>
      <source>Nobody approves a campaign that they wrote or edited themselves.</source>
      <translation>Personne n’approuve une campagne qu’il a écrite ou modifiée lui-même.</translation>
    </message>
    <message>
      <source>Nobody can say whether it is genuine.</source>
      <translation>Personne ne peut dire si c’est authentique.</translation>
    </message>
    <message>
      <source>Nobody can tell one person’s value from the group they are in.</source>
      <translation>Personne ne peut déduire la valeur d’une personne du groupe où elle se trouve.</translation>
    </message>
    <message>
      <source>None is used.</source>
      <translation>Aucune n’est utilisée.</translation>
    </message>
    <message>
      <source>None is used: no campaign can reach anyone, because nobody is known to have agreed.</source>
      <translation>Aucune n’est utilisée : aucune campagne ne peut joindre qui que ce soit, car on ne sait de personne s’il a donné son accord.</translation>
    </message>
    <message>
      <source>Not agreed</source>
      <translation>Sans accord</translation>
    </message>
    <message>
      <source>Not applied yet</source>
      <translation>Pas encore appliqué</translation>
    </message>
    <message>
      <source>Not checked since the last change.</source>
      <translation>Pas vérifié depuis la dernière modification.</translation>
    </message>
    <message>
      <source>Not checked since this page was opened.</source>
      <translation>Pas vérifié depuis l’ouverture de cette page.</translation>
    </message>
    <message>
      <source>Not now</source>
      <translation>Pas maintenant</translation>
    </message>
    <message>
      <source>Not set</source>
      <translation>Non défini</translation>
    </message>
    <message>
      <source>Nothing can be written there</source>
      <translation>Rien ne peut y être écrit</translation>
    </message>
    <message>
      <source>Nothing chosen</source>
      <translation>Rien de choisi</translation>
    </message>
    <message>
      <source>Nothing has been done yet.</source>
      <translation>Rien n’a encore été fait.</translation>
    </message>
    <message>
      <source>Nothing has been kept yet. Go back and change what you like, as often as you like.</source>
      <translation>Rien n’a encore été conservé. Revenez en arrière et changez ce que vous voulez, autant de fois que vous voulez.</translation>
    </message>
    <message>
      <source>Nothing here holds these words.</source>
      <translation>Rien ici ne contient ces mots.</translation>
    </message>
    <message>
      <source>Nothing here yet: add a condition.</source>
      <translation>Rien ici pour l’instant : ajoutez une condition.</translation>
    </message>
    <message>
      <source>Nothing is called that.</source>
      <translation>Rien ne porte ce nom.</translation>
    </message>
    <message>
      <source>Nothing leaves this computer unless you export it.</source>
      <translation>Rien ne sort de cet ordinateur sans que vous l’exportiez.</translation>
    </message>
    <message>
      <source>Nothing stands against it</source>
      <translation>Rien ne s’y oppose</translation>
    </message>
    <message>
      <source>Nothing to do it with yet</source>
      <translation>Rien ne s’y prête pour l’instant</translation>
    </message>
    <message>
      <source>Notice in force since</source>
      <translation>Notice en vigueur depuis</translation>
    </message>
    <message>
      <source>Noticed at the import</source>
      <translation>Remarqué à l’import</translation>
    </message>
    <message>
      <source>Numbers become bands with round edges.</source>
      <translation>Les nombres deviennent des tranches aux bornes rondes.</translation>
    </message>
    <message>
      <source>Numbers of people that leave this computer are rounded down so far.</source>
      <translation>Les nombres de personnes qui sortent de cet ordinateur sont arrondis vers le bas à ce pas.</translation>
    </message>
    <message>
      <source>Numbers or dates with commas between, from low to high.</source>
      <translation>Nombres ou dates séparés par des virgules, du plus petit au plus grand.</translation>
    </message>
    <message>
      <source>Of {people} nothing is known here.</source>
      <translation>De {people}, rien n’est connu ici.</translation>
    </message>
    <message>
      <source>Old key destroyed</source>
      <translation>Ancienne clé détruite</translation>
    </message>
    <message>
      <source>Older data is warned about before it is used.</source>
      <translation>Un avertissement précède l’usage de données plus anciennes.</translation>
    </message>
    <message>
      <source>Oldest agreement given on</source>
      <translation>Plus ancien accord donné le</translation>
    </message>
    <message>
      <source>On any channel</source>
      <translation>Sur tout canal</translation>
    </message>
    <message>
      <source>On the command line: {command}</source>
      <translation>En ligne de commande : {command}</translation>
    </message>
    <message>
      <source>Only on the page {page}</source>
      <translation>Seulement dans la page {page}</translation>
    </message>
    <message>
      <source>Only the first visible sheet was looked at. Sheets beside it that hold values: {sheets}.</source>
      <translation>Seule la première feuille visible a été examinée. Autres feuilles avec des valeurs : {sheets}.</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Ouvrir</translation>
    </message>
    <message>
      <source>Open a campaign first</source>
      <translation>Ouvrez d’abord une campagne</translation>
    </message>
    <message>
      <source>Open a workspace</source>
      <translation>Ouvrir un espace de travail</translation>
    </message>
    <message>
      <source>Open a workspace first</source>
      <translation>Ouvrez d’abord un espace de travail</translation>
    </message>
    <message>
      <source>Open a workspace…</source>
      <translation>Ouvrir un espace de travail…</translation>
    </message>
    <message>
      <source>Open another workspace…</source>
      <translation>Ouvrir un autre espace de travail…</translation>
    </message>
    <message>
      <source>Open the campaign {name}</source>
      <translation>Ouvrir la campagne {name}</translation>
    </message>
    <message>
      <source>Open the sample workspace</source>
      <translation>Ouvrir l’espace d’exemple</translation>
    </message>
    <message>
      <source>Open with the recovery code</source>
      <translation>Ouvrir avec le code de secours</translation>
    </message>
    <message>
      <source>Open with the recovery code…</source>
      <translation>Ouvrir avec le code de secours…</translation>
    </message>
    <message>
      <source>Opened with the recovery code</source>
      <translation>Ouvert avec le code de secours</translation>
    </message>
    <message>
      <source>Opening the workspace…</source>
      <translation>Ouverture de l’espace de travail…</translation>
    </message>
    <message>
      <source>Our app</source>
      <translation>Notre application</translation>
    </message>
    <message>
      <source>Our own team</source>
      <translation>Notre propre équipe</translation>
    </message>
    <message>
      <source>Our website</source>
      <translation>Notre site web</translation>
    </message>
    <message>
      <source>Part of {column}</source>
      <translation>Partie de {column}</translation>
    </message>
    <message>
      <source>Pass it on</source>
      <translation>Le transmettre</translation>
    </message>
    <message>
      <source>Passed</source>
      <translation>Réussi</translation>
    </message>
    <message>
      <source>Passed with warnings</source>
      <translation>Réussi avec avertissements</translation>
    </message>
    <message>
      <source>Passphrase</source>
      <translation>Phrase secrète</translation>
    </message>
    <message>
      <source>People</source>
      <translation>Personnes</translation>
    </message>
    <message>
      <source>People agreed to this use</source>
      <translation>Accord des personnes à cet usage</translation>
    </message>
    <message>
      <source>People by</source>
      <translation>Personnes par</translation>
    </message>
    <message>
      <source>People have several rows: the latest by this date counts.</source>
      <translation>Les personnes ont plusieurs lignes : la dernière selon cette date compte.</translation>
    </message>
    <message>
      <source>People in a row</source>
      <translation>Personnes par ligne</translation>
    </message>
    <message>
      <source>People in the group</source>
      <translation>Personnes dans le groupe</translation>
    </message>
    <message>
      <source>People in the smallest group</source>
      <translation>Personnes dans le plus petit groupe</translation>
    </message>
    <message>
      <source>People were told that other companies receive their data</source>
      <translation>Les personnes ont su que d’autres sociétés reçoivent leurs données</translation>
    </message>
    <message>
      <source>People. A campaign that reaches fewer is warned about, and may still be approved.</source>
      <translation>Personnes. Une campagne qui en atteint moins donne un avertissement, et peut tout de même être approuvée.</translation>
    </message>
    <message>
      <source>People. No smaller group is ever kept from an import; later imports go by this number.</source>
      <translation>Personnes. Aucun groupe plus petit n’est gardé d’un import ; les prochains imports suivront ce nombre.</translation>
    </message>
    <message>
      <source>Personalised advertising</source>
      <translation>Publicité personnalisée</translation>
    </message>
    <message>
      <source>Personalised content</source>
      <translation>Contenu personnalisé</translation>
    </message>
    <message>
      <source>Plan campaigns for groups of people, never for one person. All on this computer.</source>
      <translation>Planifiez des campagnes pour des groupes, jamais pour une personne. Tout reste sur cet ordinateur.</translation>
    </message>
    <message>
      <source>Platform</source>
      <translation>Plateforme</translation>
    </message>
    <message>
      <source>Policy changed</source>
      <translation>Politique modifiée</translation>
    </message>
    <message>
      <source>Policy of this workspace</source>
      <translation>Politique de cet espace de travail</translation>
    </message>
    <message>
      <source>Policy: {field}</source>
      <translation>Politique : {field}</translation>
    </message>
    <message>
      <source>Post</source>
      <translation>Courrier</translation>
    </message>
    <message>
      <source>Preview</source>
      <translation>Aperçu</translation>
    </message>
    <message>
      <source>Print…</source>
      <translation>Imprimer…</translation>
    </message>
    <message>
      <source>Privacy</source>
      <translation>Confidentialité</translation>
    </message>
    <message>
      <source>Profiling</source>
      <translation>Profilage</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>Avancement</translation>
    </message>
    <message>
      <source>Protect and open</source>
      <translation>Protéger et ouvrir</translation>
    </message>
    <message>
      <source>Protect it with a passphrase from now on</source>
      <translation>La protéger désormais par une phrase secrète</translation>
    </message>
    <message>
      <source>Protect it with a passphrase…</source>
      <translation>La protéger par une phrase secrète…</translation>
    </message>
    <message>
      <source>Protect with it</source>
      <translation>Protéger avec elle</translation>
    </message>
    <message>
      <source>Protected</source>
      <translation>Protégées</translation>
    </message>
    <message>
      <source>Protected people stand in groups that only partly match. Many of them mean that another wording helps.</source>
      <translation>Les personnes protégées sont dans des groupes qui ne correspondent qu’en partie. Si elles sont nombreuses, une autre formulation aide.</translation>
    </message>
    <message>
      <source>Protected themes</source>
      <translation>Thèmes protégés</translation>
    </message>
    <message>
      <source>Put it into a group</source>
      <translation>Mettre dans un groupe</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>Quitter</translation>
    </message>
    <message>
      <source>Reachable</source>
      <translation>Joignables</translation>
    </message>
    <message>
      <source>Reading the file</source>
      <translation>Lecture du fichier</translation>
    </message>
    <message>
      <source>Recent campaigns</source>
      <translation>Campagnes récentes</translation>
    </message>
    <message>
      <source>Recommend products by what is known of people.</source>
      <translation>Recommander des produits d’après ce que l’on sait des personnes.</translation>
    </message>
    <message>
      <source>Recommendations</source>
      <translation>Recommandations</translation>
    </message>
    <message>
      <source>Recovery code</source>
      <translation>Code de secours</translation>
    </message>
    <message>
      <source>Recovery code made</source>
      <translation>Code de secours créé</translation>
    </message>
    <message>
      <source>Recovery code of a workspace of Shoal</source>
      <translation>Code de secours d’un espace de travail de Shoal</translation>
    </message>
    <message>
      <source>Redo</source>
      <translation>Rétablir</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Supprimer</translation>
    </message>
    <message>
      <source>Remove the sample</source>
      <translation>Supprimer l’exemple</translation>
    </message>
    <message>
      <source>Remove the sample workspace…</source>
      <translation>Supprimer l’espace d’exemple…</translation>
    </message>
    <message>
      <source>Remove this condition</source>
      <translation>Supprimer cette condition</translation>
    </message>
    <message>
      <source>Remove this group</source>
      <translation>Supprimer ce groupe</translation>
    </message>
    <message>
      <source>Remove {scope}</source>
      <translation>Supprimer {scope}</translation>
    </message>
    <message>
      <source>Remove {what}</source>
      <translation>Supprimer : {what}</translation>
    </message>
    <message>
      <source>Rename the campaign</source>
      <translation>Renommer la campagne</translation>
    </message>
    <message>
      <source>Renew the key</source>
      <translation>Renouveler la clé</translation>
    </message>
    <message>
      <source>Renew the key…</source>
      <translation>Renouveler la clé…</translation>
    </message>
    <message>
      <source>Restore the backup</source>
      <translation>Restaurer la sauvegarde</translation>
    </message>
    <message>
      <source>Restore this backup…</source>
      <translation>Restaurer cette sauvegarde…</translation>
    </message>
    <message>
      <source>Restoring the backup…</source>
      <translation>Restauration de la sauvegarde…</translation>
    </message>
    <message>
      <source>Result</source>
      <translation>Résultat</translation>
    </message>
    <message>
      <source>Retire</source>
      <translation>Archiver</translation>
    </message>
    <message>
      <source>Retire this campaign? It can be read but never edited or exported again.</source>
      <translation>Archiver cette campagne ? Elle pourra être lue, mais plus jamais modifiée ni exportée.</translation>
    </message>
    <message>
      <source>Retired</source>
      <translation>Archivée</translation>
    </message>
    <message>
      <source>Round down to multiples of</source>
      <translation>Arrondir vers le bas au multiple de</translation>
    </message>
    <message>
      <source>Rows of a customer file become groups of people when they are imported. No row is kept.</source>
      <translation>Les lignes d’un fichier de clients deviennent des groupes de personnes à l’import. Aucune ligne n’est conservée.</translation>
    </message>
    <message>
      <source>SQL conditions</source>
      <translation>Conditions SQL</translation>
    </message>
    <message>
      <source>Safe to use until {day}</source>
      <translation>Utilisables jusqu’au {day}</translation>
    </message>
    <message>
      <source>Safety</source>
      <translation>Protection</translation>
    </message>
    <message>
      <source>Sample</source>
      <translation>Exemple</translation>
    </message>
    <message>
      <source>Sample data</source>
      <translation>Données d’exemple</translation>
    </message>
    <message>
      <source>Sample workspace</source>
      <translation>Espace d’exemple</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Enregistrer</translation>
    </message>
    <message>
      <source>Save as text…</source>
      <translation>Enregistrer comme texte…</translation>
    </message>
    <message>
      <source>Save the chart as a picture</source>
      <translation>Enregistrer le graphique en image</translation>
    </message>
    <message>
      <source>Save the chart as a picture, .png or .svg</source>
      <translation>Enregistrer le graphique en image, .png ou .svg</translation>
    </message>
    <message>
      <source>Save the recovery code</source>
      <translation>Enregistrer le code de secours</translation>
    </message>
    <message>
      <source>Save the signed head</source>
      <translation>Enregistrer l’empreinte signée</translation>
    </message>
    <message>
      <source>Save the whole ledger</source>
      <translation>Enregistrer tout le registre</translation>
    </message>
    <message>
      <source>Save the whole ledger…</source>
      <translation>Enregistrer tout le registre…</translation>
    </message>
    <message>
      <source>Save this audience</source>
      <translation>Enregistrer cette audience</translation>
    </message>
    <message>
      <source>Save this audience…</source>
      <translation>Enregistrer cette audience…</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>Enregistré</translation>
    </message>
    <message>
      <source>Saved as {file}.</source>
      <translation>Enregistré : {file}.</translation>
    </message>
    <message>
      <source>Saved as “{name}”.</source>
      <translation>Enregistrée sous « {name} ».</translation>
    </message>
    <message>
      <source>Saved audience</source>
      <translation>Audience enregistrée</translation>
    </message>
    <message>
      <source>Saved audience forgotten</source>
      <translation>Audience oubliée</translation>
    </message>
    <message>
      <source>Saved audiences</source>
      <translation>Audiences enregistrées</translation>
    </message>
    <message>
      <source>Saved {time}</source>
      <translation>Enregistré {time}</translation>
    </message>
    <message>
      <source>Save…</source>
      <translation>Enregistrer…</translation>
    </message>
    <message>
      <source>Saving…</source>
      <translation>Enregistrement…</translation>
    </message>
    <message>
      <source>Say the budget or the response you expect, and it is worked out here.</source>
      <translation>Dites le budget ou les réponses attendues : le calcul apparaît ici.</translation>
    </message>
    <message>
      <source>Say whom you want to reach and what for. Shoal tells you at every step whether enough people agreed.</source>
      <translation>Dites qui vous voulez atteindre, et pourquoi. À chaque étape, Shoal vous dit si assez de personnes ont donné leur accord.</translation>
    </message>
    <message>
      <source>Say why: warnings stand, and who approves answers for them.</source>
      <translation>Dites pourquoi : il reste des avertissements, et qui approuve en répond.</translation>
    </message>
    <message>
      <source>See what can be done</source>
      <translation>Voir ce que l’on peut faire</translation>
    </message>
    <message>
      <source>Select all</source>
      <translation>Tout choisir</translation>
    </message>
    <message>
      <source>Select all found</source>
      <translation>Choisir ce qui est trouvé</translation>
    </message>
    <message>
      <source>Sensitive</source>
      <translation>Sensible</translation>
    </message>
    <message>
      <source>Sensitive columns</source>
      <translation>Colonnes sensibles</translation>
    </message>
    <message>
      <source>Sensitive: kept varied, never targeted</source>
      <translation>Sensible : gardée variée, jamais ciblée</translation>
    </message>
    <message>
      <source>Setting</source>
      <translation>Réglage</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Réglages</translation>
    </message>
    <message>
      <source>Sharing with others</source>
      <translation>Partage avec d’autres</translation>
    </message>
    <message>
      <source>Shoal did something that it should never do. What you had saved is safe: every step is saved whole or not at all. If something looks wrong from here on, close Shoal and open it again.</source>
      <translation>Shoal a fait quelque chose qu’il ne devrait jamais faire. Ce que vous aviez enregistré est en sûreté : chaque étape est enregistrée en entier ou pas du tout. Si quelque chose paraît anormal, fermez Shoal et rouvrez-le.</translation>
    </message>
    <message>
      <source>Shoal is already open with this workspace</source>
      <translation>Shoal est déjà ouvert avec cet espace de travail</translation>
    </message>
    <message>
      <source>Shoal is free software under the Apache License 2.0. It is made with:</source>
      <translation>Shoal est un logiciel libre sous licence Apache 2.0. Il est fait avec :</translation>
    </message>
    <message>
      <source>Shoal is still working. What is not finished is given up, and nothing is half saved.</source>
      <translation>Shoal travaille encore. Ce qui n’est pas fini est abandonné, et rien n’est enregistré à moitié.</translation>
    </message>
    <message>
      <source>Shoal shows it this once and keeps it nowhere. A code that was made before ends with this one.</source>
      <translation>Shoal ne le montre que cette fois et ne le garde nulle part. Un code créé avant prend fin avec celui-ci.</translation>
    </message>
    <message>
      <source>Short name</source>
      <translation>Nom court</translation>
    </message>
    <message>
      <source>Show as a chart</source>
      <translation>Voir en graphique</translation>
    </message>
    <message>
      <source>Show as a table</source>
      <translation>Voir en tableau</translation>
    </message>
    <message>
      <source>Show campaigns</source>
      <translation>Voir les campagnes</translation>
    </message>
    <message>
      <source>Show everything</source>
      <translation>Tout afficher</translation>
    </message>
    <message>
      <source>Show in folder</source>
      <translation>Voir dans le dossier</translation>
    </message>
    <message>
      <source>Show less</source>
      <translation>Afficher moins</translation>
    </message>
    <message>
      <source>Show people advertisements, the same for everybody in a group.</source>
      <translation>Montrer des publicités, les mêmes pour tout un groupe.</translation>
    </message>
    <message>
      <source>Show the audience as rows first</source>
      <translation>Affichez d’abord l’audience en lignes</translation>
    </message>
    <message>
      <source>Show what I type</source>
      <translation>Montrer ce que je tape</translation>
    </message>
    <message>
      <source>Six groups of five letters and digits. Capital letters and hyphens do not matter.</source>
      <translation>Six groupes de cinq lettres et chiffres. Les majuscules et les traits d’union ne comptent pas.</translation>
    </message>
    <message>
      <source>Smallest group that is kept</source>
      <translation>Plus petit groupe conservé</translation>
    </message>
    <message>
      <source>Smallest lists of advertising platforms</source>
      <translation>Plus petites listes des plateformes publicitaires</translation>
    </message>
    <message>
      <source>Snapshots</source>
      <translation>Imports</translation>
    </message>
    <message>
      <source>Social media marketing</source>
      <translation>Marketing sur les réseaux sociaux</translation>
    </message>
    <message>
      <source>Solve the problems first, then check it</source>
      <translation>Résolvez d’abord les problèmes, puis contrôlez</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Accueil</translation>
    </message>
    <message>
      <source>Start the campaign</source>
      <translation>Commencer la campagne</translation>
    </message>
    <message>
      <source>Starts</source>
      <translation>Début</translation>
    </message>
    <message>
      <source>Stay here</source>
      <translation>Rester ici</translation>
    </message>
    <message>
      <source>Step {at} of {steps}</source>
      <translation>Étape {at} sur {steps}</translation>
    </message>
    <message>
      <source>Still to fill in</source>
      <translation>À remplir</translation>
    </message>
    <message>
      <source>Stop and quit</source>
      <translation>Arrêter et quitter</translation>
    </message>
    <message>
      <source>Stopping…</source>
      <translation>Arrêt…</translation>
    </message>
    <message>
      <source>Strong</source>
      <translation>Sûre</translation>
    </message>
    <message>
      <source>Such as “Spring hiking”</source>
      <translation>Par exemple « Randonnées de printemps »</translation>
    </message>
    <message>
      <source>Take in everybody on the list “{list}”</source>
      <translation>Inclure toutes les personnes de la liste « {list} »</translation>
    </message>
    <message>
      <source>Take it off the list</source>
      <translation>Retirer de la liste</translation>
    </message>
    <message>
      <source>Take only those on the list “{list}”</source>
      <translation>Garder seulement les personnes de la liste « {list} »</translation>
    </message>
    <message>
      <source>Take the list “{list}” as it is</source>
      <translation>Reprendre la liste « {list} » telle quelle</translation>
    </message>
    <message>
      <source>Targeted advertising elsewhere</source>
      <translation>Publicité ciblée ailleurs</translation>
    </message>
    <message>
      <source>Telephone</source>
      <translation>Téléphone</translation>
    </message>
    <message>
      <source>Tell people about what we offer in social networks.</source>
      <translation>Parler aux personnes de ce que nous proposons sur les réseaux sociaux.</translation>
    </message>
    <message>
      <source>Tell people about what we offer.</source>
      <translation>Parler aux personnes de ce que nous proposons.</translation>
    </message>
    <message>
      <source>Text message</source>
      <translation>SMS</translation>
    </message>
    <message>
      <source>Text size</source>
      <translation>Taille du texte</translation>
    </message>
    <message>
      <source>That is not a folder</source>
      <translation>Ce n’est pas un dossier</translation>
    </message>
    <message>
      <source>The audience as text</source>
      <translation>L’audience en texte</translation>
    </message>
    <message>
      <source>The backup takes the place of the data that is there, which is kept aside and not removed. Checks and approvals end and have to be given again.</source>
      <translation>La sauvegarde prend la place des données présentes, qui sont mises de côté et non supprimées. Les contrôles et les approbations prennent fin et doivent être donnés de nouveau.</translation>
    </message>
    <message>
      <source>The check found problems, and was recorded with them. Solve them, then check again.</source>
      <translation>Le contrôle a trouvé des problèmes et les a inscrits. Résolvez-les, puis contrôlez à nouveau.</translation>
    </message>
    <message>
      <source>The check has run out</source>
      <translation>Le contrôle a expiré</translation>
    </message>
    <message>
      <source>The check of {day} no longer counts. Check it again when you are done.</source>
      <translation>Le contrôle du {day} ne compte plus. Contrôlez à nouveau quand vous aurez fini.</translation>
    </message>
    <message>
      <source>The chosen group</source>
      <translation>Le groupe choisi</translation>
    </message>
    <message>
      <source>The clock had gone back by</source>
      <translation>L’horloge avait reculé de</translation>
    </message>
    <message>
      <source>The customers are still being read</source>
      <translation>Les clients sont encore en cours de lecture</translation>
    </message>
    <message>
      <source>The details say where in Shoal it happened, and nothing about your data. Please send them to us.</source>
      <translation>Les détails disent où cela s’est passé dans Shoal, et rien de vos données. Merci de nous les envoyer.</translation>
    </message>
    <message>
      <source>The disk is full</source>
      <translation>Le disque est plein</translation>
    </message>
    <message>
      <source>The file is not in UTF-8 and was read as Western European (windows-1252). If letters with accents look wrong, save it again as UTF-8, or name its encoding in the mapping.</source>
      <translation>Le fichier n’est pas en UTF-8 : il a été lu comme de l’Europe occidentale (windows-1252). Si des lettres accentuées semblent fausses, enregistrez-le de nouveau en UTF-8, ou nommez son encodage dans le fichier de correspondance.</translation>
    </message>
    <message>
      <source>The file is read on this computer only. Its rows become groups of people in memory and are never written anywhere: not to disk, not to a log.</source>
      <translation>Le fichier est lu sur cet ordinateur seulement. Ses lignes deviennent des groupes de personnes en mémoire et ne sont écrites nulle part : ni sur le disque, ni dans un journal.</translation>
    </message>
    <message>
      <source>The file is still being looked at.</source>
      <translation>Le fichier est encore en cours d’examen.</translation>
    </message>
    <message>
      <source>The key does not belong to this workspace</source>
      <translation>La clé n’est pas celle de cet espace de travail</translation>
    </message>
    <message>
      <source>The key is kept there from now on.</source>
      <translation>La clé y est conservée désormais.</translation>
    </message>
    <message>
      <source>The key of the workspace is damaged</source>
      <translation>La clé de l’espace de travail est abîmée</translation>
    </message>
    <message>
      <source>The key of the workspace is missing</source>
      <translation>La clé de l’espace de travail manque</translation>
    </message>
    <message>
      <source>The key of this workspace</source>
      <translation>La clé de cet espace de travail</translation>
    </message>
    <message>
      <source>The key ring does not answer</source>
      <translation>Le trousseau de clés ne répond pas</translation>
    </message>
    <message>
      <source>The key ring is locked</source>
      <translation>Le trousseau de clés est verrouillé</translation>
    </message>
    <message>
      <source>The key ring of this computer keeps the key from now on, and the passphrase opens nothing any more.</source>
      <translation>Le trousseau de clés de cet ordinateur conserve désormais la clé, et la phrase secrète n’ouvre plus rien.</translation>
    </message>
    <message>
      <source>The list has left</source>
      <translation>La liste est sortie</translation>
    </message>
    <message>
      <source>The newest whole backup is of {moment}.</source>
      <translation>La sauvegarde intacte la plus récente est du {moment}.</translation>
    </message>
    <message>
      <source>The older data that is there becomes the workspace. What was done later is lost, unless you find it.</source>
      <translation>Les données plus anciennes qui sont là deviennent l’espace de travail. Ce qui a été fait plus tard est perdu, sauf si vous le retrouvez.</translation>
    </message>
    <message>
      <source>The picture is saved as {file}.</source>
      <translation>L’image est enregistrée : {file}.</translation>
    </message>
    <message>
      <source>The platform does not deliver to a list of which it knows fewer people.</source>
      <translation>La plateforme ne diffuse pas à une liste dont elle connaît moins de personnes.</translation>
    </message>
    <message>
      <source>The policy belongs to a workspace: open one to see it.</source>
      <translation>La politique appartient à un espace de travail : ouvrez-en un pour la voir.</translation>
    </message>
    <message numerus="yes">
      <source>The policy is changed: %Ln campaigns need a new check.</source>
      <translation>
        <numerusform>La politique est modifiée : %Ln campagne doit être contrôlée à nouveau.</numerusform>
        <numerusform>La politique est modifiée : %Ln campagnes doivent être contrôlées à nouveau.</numerusform>
      </translation>
    </message>
    <message>
      <source>The policy wants somebody who did not write or edit this campaign.</source>
      <translation>La politique demande quelqu’un qui n’a ni écrit ni modifié cette campagne.</translation>
    </message>
    <message>
      <source>The preview is not ready yet.</source>
      <translation>L’aperçu n’est pas encore prêt.</translation>
    </message>
    <message>
      <source>The recovery code opens this workspace from now on.</source>
      <translation>Le code de secours ouvre désormais cet espace de travail.</translation>
    </message>
    <message>
      <source>The same again</source>
      <translation>La même, à nouveau</translation>
    </message>
    <message>
      <source>The sample workspace is not open</source>
      <translation>L’espace d’exemple n’est pas ouvert</translation>
    </message>
    <message>
      <source>The sample workspace is removed.</source>
      <translation>L’espace d’exemple est supprimé.</translation>
    </message>
    <message>
      <source>The sample workspace needs none</source>
      <translation>L’espace d’exemple n’en a pas besoin</translation>
    </message>
    <message>
      <source>The sample workspace with all its campaigns is removed from this computer. Your own data stays.</source>
      <translation>L’espace d’exemple et toutes ses campagnes sont supprimés de cet ordinateur. Vos propres données restent.</translation>
    </message>
    <message>
      <source>The signed head was copied.</source>
      <translation>L’empreinte signée est copiée.</translation>
    </message>
    <message>
      <source>The two are not the same.</source>
      <translation>Les deux ne sont pas identiques.</translation>
    </message>
    <message>
      <source>The whole entry</source>
      <translation>L’entrée entière</translation>
    </message>
    <message>
      <source>The workspace belongs to a newer Shoal</source>
      <translation>L’espace de travail vient d’un Shoal plus récent</translation>
    </message>
    <message>
      <source>The workspace could not be opened</source>
      <translation>L’espace de travail n’a pas pu être ouvert</translation>
    </message>
    <message>
      <source>The workspace has a new key.</source>
      <translation>L’espace de travail a une nouvelle clé.</translation>
    </message>
    <message>
      <source>The workspace has lost its data file</source>
      <translation>L’espace de travail a perdu son fichier de données</translation>
    </message>
    <message>
      <source>The workspace is damaged</source>
      <translation>L’espace de travail est abîmé</translation>
    </message>
    <message>
      <source>The workspace is older than it was</source>
      <translation>L’espace de travail est plus ancien qu’avant</translation>
    </message>
    <message>
      <source>The workspace is restored.</source>
      <translation>L’espace de travail est restauré.</translation>
    </message>
    <message>
      <source>The workspace is restored. What was there before is kept in its folder “backups”.</source>
      <translation>L’espace de travail est restauré. Ce qui s’y trouvait est conservé dans son dossier « backups ».</translation>
    </message>
    <message>
      <source>The {drawn} largest of {all}.</source>
      <translation>Les {drawn} plus grands sur {all}.</translation>
    </message>
    <message>
      <source>There is no approval to withdraw</source>
      <translation>Il n’y a pas d’approbation à retirer</translation>
    </message>
    <message>
      <source>There is no recovery code for this workspace yet</source>
      <translation>Il n’y a pas encore de code de secours pour cet espace de travail</translation>
    </message>
    <message>
      <source>There is no recovery code yet: nothing opens the workspace when the key is lost.</source>
      <translation>Il n’y a pas encore de code de secours : rien n’ouvre l’espace de travail si la clé est perdue.</translation>
    </message>
    <message>
      <source>There is no workspace there</source>
      <translation>Il n’y a pas d’espace de travail à cet endroit</translation>
    </message>
    <message>
      <source>There is nothing to show.</source>
      <translation>Il n’y a rien à montrer.</translation>
    </message>
    <message>
      <source>There is nothing to take back or do again</source>
      <translation>Il n’y a rien à annuler ni à rétablir</translation>
    </message>
    <message>
      <source>There was nothing of the kind.</source>
      <translation>Il n’y avait rien de tel.</translation>
    </message>
    <message>
      <source>These numbers decide what every campaign is held against. Each change is written into the ledger.</source>
      <translation>Ces nombres décident de ce qui est exigé de chaque campagne. Chaque modification est inscrite au registre.</translation>
    </message>
    <message>
      <source>These warnings stand:</source>
      <translation>Ces avertissements demeurent :</translation>
    </message>
    <message>
      <source>They pay for the list</source>
      <translation>Elle paie pour la liste</translation>
    </message>
    <message>
      <source>They said yes to: “{sentence}”</source>
      <translation>Elles ont dit oui à : « {sentence} »</translation>
    </message>
    <message>
      <source>They said yes to: “{sentence}” (notice {version} of {day}).</source>
      <translation>Elles ont dit oui à : « {sentence} » (notice {version} du {day}).</translation>
    </message>
    <message>
      <source>This campaign cannot be changed any more</source>
      <translation>Cette campagne ne peut plus être modifiée</translation>
    </message>
    <message>
      <source>This campaign has ended. What left, and what was checked, stays in the ledger.</source>
      <translation>Cette campagne est terminée. Ce qui est sorti et ce qui a été contrôlé reste dans le registre.</translation>
    </message>
    <message>
      <source>This campaign is retired</source>
      <translation>Cette campagne est archivée</translation>
    </message>
    <message>
      <source>This cannot be checked</source>
      <translation>Le contrôle est impossible</translation>
    </message>
    <message>
      <source>This is not a workspace of Shoal</source>
      <translation>Ce n’est pas un espace de travail de Shoal</translation>
    </message>
    <message>
      <source>This is our mistake</source>
      <translation>L’erreur vient de nous</translation>
    </message>
    <message>
      <source>This is the sample</source>
      <translation>Vous êtes dans l’exemple</translation>
    </message>
    <message>
      <source>This is what would be kept</source>
      <translation>Voici ce qui serait conservé</translation>
    </message>
    <message>
      <source>This or others</source>
      <translation>Cela ou d’autres</translation>
    </message>
    <message>
      <source>This workspace is not as it was written. Do not rely on what it shows.</source>
      <translation>Cet espace de travail n’est pas tel qu’il a été écrit. Ne vous fiez pas à ce qu’il montre.</translation>
    </message>
    <message>
      <source>This workspace opens with its passphrase</source>
      <translation>Cet espace de travail s’ouvre avec sa phrase secrète</translation>
    </message>
    <message>
      <source>To</source>
      <translation>À</translation>
    </message>
    <message>
      <source>Together</source>
      <translation>Ensemble</translation>
    </message>
    <message>
      <source>Too few people can be reached to expect anything.</source>
      <translation>Trop peu de personnes sont joignables pour attendre quelque chose.</translation>
    </message>
    <message>
      <source>Too old to use since {day}</source>
      <translation>Trop anciennes depuis le {day}</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Réessayer</translation>
    </message>
    <message>
      <source>Type the passphrase.</source>
      <translation>Saisissez la phrase secrète.</translation>
    </message>
    <message>
      <source>Type what you want to do</source>
      <translation>Tapez ce que vous voulez faire</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <source>Undo the changes</source>
      <translation>Annuler les modifications</translation>
    </message>
    <message>
      <source>Unlock</source>
      <translation>Déverrouiller</translation>
    </message>
    <message>
      <source>Until it is taken back</source>
      <translation>Jusqu’à ce qu’il soit repris</translation>
    </message>
    <message>
      <source>Use a mapping file</source>
      <translation>Utiliser un fichier de correspondance</translation>
    </message>
    <message>
      <source>Use a mapping file…</source>
      <translation>Utiliser un fichier de correspondance…</translation>
    </message>
    <message>
      <source>Use at least {shortest} characters.</source>
      <translation>Utilisez au moins {shortest} caractères.</translation>
    </message>
    <message>
      <source>Use data on health, belief and other themes that the law protects.</source>
      <translation>Utiliser des données sur la santé, les croyances et d’autres thèmes que la loi protège.</translation>
    </message>
    <message>
      <source>User guide</source>
      <translation>Guide d’utilisation</translation>
    </message>
    <message>
      <source>Value</source>
      <translation>Valeur</translation>
    </message>
    <message>
      <source>Values</source>
      <translation>Valeurs</translation>
    </message>
    <message>
      <source>Values of {name}</source>
      <translation>Valeurs de {name}</translation>
    </message>
    <message>
      <source>Values: {values}</source>
      <translation>Valeurs : {values}</translation>
    </message>
    <message>
      <source>Verify a list…</source>
      <translation>Vérifier une liste…</translation>
    </message>
    <message>
      <source>Verify now</source>
      <translation>Vérifier</translation>
    </message>
    <message>
      <source>Verify the ledger now</source>
      <translation>Vérifier le registre</translation>
    </message>
    <message>
      <source>Version of the privacy notice</source>
      <translation>Version de la notice d’information</translation>
    </message>
    <message>
      <source>Version {version}. A campaign planner that cannot target a person.</source>
      <translation>Version {version}. Un outil de campagnes qui ne peut pas cibler une personne.</translation>
    </message>
    <message>
      <source>Views of this page</source>
      <translation>Vues de cette page</translation>
    </message>
    <message>
      <source>Warn below</source>
      <translation>Avertir en dessous de</translation>
    </message>
    <message>
      <source>Warn from so many details</source>
      <translation>Avertir à partir de tant de détails</translation>
    </message>
    <message>
      <source>Warn when more are protected than</source>
      <translation>Avertir au-delà de cette part de protégées</translation>
    </message>
    <message>
      <source>Welcome to Shoal</source>
      <translation>Bienvenue dans Shoal</translation>
    </message>
    <message>
      <source>What are these customers called?</source>
      <translation>Comment s’appellent ces clients ?</translation>
    </message>
    <message>
      <source>What each column becomes</source>
      <translation>Ce que devient chaque colonne</translation>
    </message>
    <message>
      <source>What else there can be is added on the page Privacy.</source>
      <translation>D’autres accords s’ajoutent sur la page Confidentialité.</translation>
    </message>
    <message>
      <source>What is in each column?</source>
      <translation>Que contient chaque colonne ?</translation>
    </message>
    <message>
      <source>What is it?</source>
      <translation>Qu’est-ce que c’est ?</translation>
    </message>
    <message>
      <source>What is kept, and why</source>
      <translation>Ce qui est gardé, et pourquoi</translation>
    </message>
    <message>
      <source>What it is</source>
      <translation>Ce que c’est</translation>
    </message>
    <message>
      <source>What it should achieve</source>
      <translation>Ce qu’elle doit accomplir</translation>
    </message>
    <message>
      <source>What leaves is a list of groups with rounded numbers, and the proof that it was checked. No rows.</source>
      <translation>Ce qui sort est une liste de groupes aux nombres arrondis, et la preuve du contrôle. Aucune ligne.</translation>
    </message>
    <message>
      <source>What no campaign asks for makes everything else less exact.</source>
      <translation>Ce qu’aucune campagne ne demande rend tout le reste moins exact.</translation>
    </message>
    <message>
      <source>What people agreed to</source>
      <translation>Accords donnés</translation>
    </message>
    <message>
      <source>What people may agree to</source>
      <translation>Accords possibles</translation>
    </message>
    <message>
      <source>What people were shown, word for word</source>
      <translation>Ce qui leur a été montré, mot pour mot</translation>
    </message>
    <message>
      <source>What the data is used for</source>
      <translation>Usage des données</translation>
    </message>
    <message>
      <source>What the group asks for</source>
      <translation>Ce que demande le groupe</translation>
    </message>
    <message>
      <source>What was done</source>
      <translation>Action</translation>
    </message>
    <message>
      <source>What was written</source>
      <translation>Ce qui a été écrit</translation>
    </message>
    <message>
      <source>When</source>
      <translation>Quand</translation>
    </message>
    <message>
      <source>When it is lost, only a recovery code opens the workspace again: you can make one next.</source>
      <translation>Si elle est perdue, seul un code de secours rouvre l’espace de travail : vous pourrez en créer un ensuite.</translation>
    </message>
    <message>
      <source>Where the list is written</source>
      <translation>Où la liste est écrite</translation>
    </message>
    <message>
      <source>Which company</source>
      <translation>Quelle société</translation>
    </message>
    <message>
      <source>Which customers?</source>
      <translation>Quels clients ?</translation>
    </message>
    <message>
      <source>Which row is the latest</source>
      <translation>Quelle ligne est la dernière</translation>
    </message>
    <message>
      <source>Who</source>
      <translation>Qui</translation>
    </message>
    <message>
      <source>Who approves, and what may be asked for</source>
      <translation>Qui approuve, et ce qui peut être demandé</translation>
    </message>
    <message>
      <source>Who receives the list</source>
      <translation>Qui reçoit la liste</translation>
    </message>
    <message>
      <source>Whoever keeps this can prove later that nothing in the ledger was changed or taken out.</source>
      <translation>Qui garde ceci peut prouver plus tard que rien n’a été changé ni ôté du registre.</translation>
    </message>
    <message>
      <source>Why it may run all the same</source>
      <translation>Pourquoi elle peut partir malgré tout</translation>
    </message>
    <message>
      <source>Wide bands keep more of the other details exact. Values that few people have are put together: they could tell who someone is.</source>
      <translation>Des tranches larges gardent les autres détails plus exacts. Les valeurs que peu de personnes ont sont réunies : elles pourraient dire qui est quelqu’un.</translation>
    </message>
    <message>
      <source>With the first suggestion applied: {forecast}</source>
      <translation>Avec la première suggestion appliquée : {forecast}</translation>
    </message>
    <message>
      <source>Withdraw</source>
      <translation>Retirer</translation>
    </message>
    <message>
      <source>Withdraw the approval</source>
      <translation>Retirer l’approbation</translation>
    </message>
    <message>
      <source>Withdraw the approval? No list can be exported until it is checked and approved again.</source>
      <translation>Retirer l’approbation ? Aucune liste ne pourra être exportée avant un nouveau contrôle et une nouvelle approbation.</translation>
    </message>
    <message>
      <source>Without a notice no campaign may rest on this.</source>
      <translation>Sans notice, aucune campagne ne peut s’appuyer dessus.</translation>
    </message>
    <message>
      <source>Words that mean yes</source>
      <translation>Mots qui veulent dire oui</translation>
    </message>
    <message>
      <source>Working</source>
      <translation>En cours</translation>
    </message>
    <message>
      <source>Workspace: {folder}</source>
      <translation>Espace de travail : {folder}</translation>
    </message>
    <message>
      <source>Workspaces</source>
      <translation>Espaces de travail</translation>
    </message>
    <message>
      <source>Write a day such as {day}</source>
      <translation>Écrivez une date comme {day}</translation>
    </message>
    <message>
      <source>Write a percentage from 0 to 100</source>
      <translation>Écrivez un pourcentage de 0 à 100</translation>
    </message>
    <message>
      <source>Write an amount</source>
      <translation>Écrivez un montant</translation>
    </message>
    <message>
      <source>Write to or call people about what we offer.</source>
      <translation>Écrire aux personnes ou les appeler à propos de ce que nous proposons.</translation>
    </message>
    <message>
      <source>Write {name}</source>
      <translation>Écrire {name}</translation>
    </message>
    <message>
      <source>Writing the list</source>
      <translation>Écriture de la liste</translation>
    </message>
    <message>
      <source>Written into the ledger with what you do from now on. Empty: the name you log in with.</source>
      <translation>Inscrit au registre avec ce que vous ferez désormais. Vide : le nom de votre session.</translation>
    </message>
    <message>
      <source>Written: {files}.</source>
      <translation>Écrits : {files}.</translation>
    </message>
    <message>
      <source>Years become bands.</source>
      <translation>Les années deviennent des tranches.</translation>
    </message>
    <message>
      <source>Yes means no here, and an empty cell counts as not agreed: check the words.</source>
      <translation>Ici, oui veut dire non, et une cellule vide compte comme sans accord : vérifiez les mots.</translation>
    </message>
    <message>
      <source>You decided this.</source>
      <translation>C’est votre choix.</translation>
    </message>
    <message>
      <source>Your name</source>
      <translation>Votre nom</translation>
    </message>
    <message>
      <source>Your workspace is open</source>
      <translation>Votre espace de travail est ouvert</translation>
    </message>
    <message numerus="yes">
      <source>about %Ln responses</source>
      <translation>
        <numerusform>environ %Ln réponse</numerusform>
        <numerusform>environ %Ln réponses</numerusform>
      </translation>
    </message>
    <message>
      <source>advised</source>
      <translation>conseillé</translation>
    </message>
    <message>
      <source>all but {value}</source>
      <translation>tout sauf {value}</translation>
    </message>
    <message>
      <source>all of</source>
      <translation>toutes</translation>
    </message>
    <message>
      <source>and {count} earlier</source>
      <translation>et {count} plus anciens</translation>
    </message>
    <message>
      <source>and {count} more</source>
      <translation>et {count} autres</translation>
    </message>
    <message>
      <source>any</source>
      <translation>toutes</translation>
    </message>
    <message>
      <source>any known</source>
      <translation>toute valeur connue</translation>
    </message>
    <message>
      <source>any of</source>
      <translation>au moins une</translation>
    </message>
    <message>
      <source>at least {needed} are needed</source>
      <translation>il en faut au moins {needed}</translation>
    </message>
    <message>
      <source>before {edge}</source>
      <translation>avant {edge}</translation>
    </message>
    <message>
      <source>campaign</source>
      <translation>campagne</translation>
    </message>
    <message>
      <source>could be dropped</source>
      <translation>pourrait être écarté</translation>
    </message>
    <message>
      <source>fewer than {least}</source>
      <translation>moins de {least}</translation>
    </message>
    <message>
      <source>for Mautic's filters</source>
      <translation>pour les filtres de Mautic</translation>
    </message>
    <message>
      <source>for a customer data platform</source>
      <translation>pour une plateforme de données clients</translation>
    </message>
    <message>
      <source>for programs; every bundle holds it</source>
      <translation>pour les programmes ; chaque archive le contient</translation>
    </message>
    <message>
      <source>group</source>
      <translation>groupe</translation>
    </message>
    <message>
      <source>groups</source>
      <translation>groupes</translation>
    </message>
    <message>
      <source>groups, none under {least} people</source>
      <translation>groupes, aucun de moins de {least} personnes</translation>
    </message>
    <message>
      <source>intact</source>
      <translation>intact</translation>
    </message>
    <message>
      <source>is</source>
      <translation>est</translation>
    </message>
    <message>
      <source>is at least</source>
      <translation>est au moins</translation>
    </message>
    <message>
      <source>is at most</source>
      <translation>est au plus</translation>
    </message>
    <message>
      <source>is between</source>
      <translation>est entre</translation>
    </message>
    <message>
      <source>is not</source>
      <translation>n’est pas</translation>
    </message>
    <message>
      <source>is not between</source>
      <translation>n’est pas entre</translation>
    </message>
    <message>
      <source>is over</source>
      <translation>est au-dessus de</translation>
    </message>
    <message>
      <source>is under</source>
      <translation>est en dessous de</translation>
    </message>
    <message>
      <source>leaves {people}</source>
      <translation>en laisse {people}</translation>
    </message>
    <message>
      <source>leaves {people}: narrows most</source>
      <translation>en laisse {people} : restreint le plus</translation>
    </message>
    <message>
      <source>more than {number}</source>
      <translation>plus de {number}</translation>
    </message>
    <message>
      <source>needed</source>
      <translation>requis</translation>
    </message>
    <message>
      <source>no campaign</source>
      <translation>aucune campagne</translation>
    </message>
    <message>
      <source>no condition</source>
      <translation>aucune condition</translation>
    </message>
    <message>
      <source>no dates yet</source>
      <translation>pas encore de dates</translation>
    </message>
    <message>
      <source>no values yet</source>
      <translation>pas encore de valeurs</translation>
    </message>
    <message>
      <source>none of</source>
      <translation>aucune</translation>
    </message>
    <message>
      <source>none of: {conditions}</source>
      <translation>aucune de ces conditions : {conditions}</translation>
    </message>
    <message>
      <source>not ({rule})</source>
      <translation>sauf ({rule})</translation>
    </message>
    <message>
      <source>not all of</source>
      <translation>pas toutes</translation>
    </message>
    <message>
      <source>not as it was written</source>
      <translation>pas tel qu’il a été écrit</translation>
    </message>
    <message>
      <source>not counted yet</source>
      <translation>pas encore compté</translation>
    </message>
    <message>
      <source>not in these customers</source>
      <translation>absent de ces clients</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>rien</translation>
    </message>
    <message>
      <source>of details kept exact</source>
      <translation>des détails restés exacts</translation>
    </message>
    <message>
      <source>of {attribute}</source>
      <translation>de {attribute}</translation>
    </message>
    <message>
      <source>one line a group, for any program</source>
      <translation>une ligne par groupe, pour tout logiciel</translation>
    </message>
    <message>
      <source>only with others</source>
      <translation>seulement avec d’autres</translation>
    </message>
    <message>
      <source>open</source>
      <translation>ouvert</translation>
    </message>
    <message>
      <source>other</source>
      <translation>autre</translation>
    </message>
    <message>
      <source>other ({of})</source>
      <translation>autre ({of})</translation>
    </message>
    <message>
      <source>other, {of}</source>
      <translation>autre, {of}</translation>
    </message>
    <message>
      <source>people can be reached</source>
      <translation>personnes joignables</translation>
    </message>
    <message>
      <source>people who fit no group: left out</source>
      <translation>personnes qui n’entrent dans aucun groupe : laissées de côté</translation>
    </message>
    <message>
      <source>people, counted once</source>
      <translation>personnes, comptées une fois</translation>
    </message>
    <message>
      <source>recovery-code.txt</source>
      <translation>code-de-secours.txt</translation>
    </message>
    <message>
      <source>rows about a person on this computer</source>
      <translation>ligne sur une personne dans cet ordinateur</translation>
    </message>
    <message>
      <source>smallest group anyone could single out: {people}</source>
      <translation>plus petit groupe qu’on pourrait isoler : {people}</translation>
    </message>
    <message>
      <source>sms-offers</source>
      <translation>offres-sms</translation>
    </message>
    <message>
      <source>takes away {people}</source>
      <translation>en retire {people}</translation>
    </message>
    <message>
      <source>the same, to read and to print</source>
      <translation>les mêmes, à lire et à imprimer</translation>
    </message>
    <message>
      <source>these are true</source>
      <translation>ces conditions</translation>
    </message>
    <message>
      <source>these is true</source>
      <translation>de ces conditions</translation>
    </message>
    <message>
      <source>to</source>
      <translation>à</translation>
    </message>
    <message>
      <source>to find these people in your own data</source>
      <translation>pour retrouver ces personnes dans vos données</translation>
    </message>
    <message>
      <source>under {edge}</source>
      <translation>moins de {edge}</translation>
    </message>
    <message>
      <source>{after} instead of {before}</source>
      <translation>{after} au lieu de {before}</translation>
    </message>
    <message>
      <source>{attributes} attributes are many: with fewer, groups stay more exact. Drop those that no campaign asks for.</source>
      <translation>{attributes} attributs, c’est beaucoup : avec moins, les groupes restent plus exacts. Écartez ceux qu’aucune campagne ne demande.</translation>
    </message>
    <message>
      <source>{campaign}: {name}, {day}</source>
      <translation>{campaign} : {name}, {day}</translation>
    </message>
    <message>
      <source>{coarser} follow from it, so it can be coarsened step by step.</source>
      <translation>{coarser} en découle : on peut l’élargir pas à pas.</translation>
    </message>
    <message>
      <source>{column} says who agreed to “{scope}”: {words}.</source>
      <translation>{column} dit qui a accepté « {scope} » : {words}.</translation>
    </message>
    <message>
      <source>{column}: every group has at least {least} different values.</source>
      <translation>{column} : chaque groupe a au moins {least} valeurs différentes.</translation>
    </message>
    <message>
      <source>{column}: every group is like the whole, within {share}.</source>
      <translation>{column} : chaque groupe ressemble à l’ensemble, à {share} près.</translation>
    </message>
    <message>
      <source>{cost} each</source>
      <translation>{cost} chacune</translation>
    </message>
    <message>
      <source>{count} chosen</source>
      <translation>{count} choisies</translation>
    </message>
    <message>
      <source>{count} more</source>
      <translation>{count} de plus</translation>
    </message>
    <message>
      <source>{edge} and later</source>
      <translation>{edge} et après</translation>
    </message>
    <message>
      <source>{edge} and over</source>
      <translation>{edge} et plus</translation>
    </message>
    <message>
      <source>{kept} of {all} columns are used.</source>
      <translation>{kept} colonnes utilisées sur {all}.</translation>
    </message>
    <message>
      <source>{least} to {most}</source>
      <translation>{least} à {most}</translation>
    </message>
    <message>
      <source>{low} to under {high}</source>
      <translation>de {low} à moins de {high}</translation>
    </message>
    <message>
      <source>{name}, {day}. Ledger: {head}</source>
      <translation>{name}, {day}. Registre : {head}</translation>
    </message>
    <message>
      <source>{name}, {day}. Not yet kept.</source>
      <translation>{name}, {day}. Pas encore conservé.</translation>
    </message>
    <message>
      <source>{name}: {operator}</source>
      <translation>{name} : {operator}</translation>
    </message>
    <message>
      <source>{name}: {text}</source>
      <translation>{name} : {text}</translation>
    </message>
    <message>
      <source>{parts}.</source>
      <translation>{parts}.</translation>
    </message>
    <message>
      <source>{people} are in groups that hold several of these.</source>
      <translation>{people} : dans des groupes qui en contiennent plusieurs.</translation>
    </message>
    <message>
      <source>{people} can be reached</source>
      <translation>{people} joignables</translation>
    </message>
    <message>
      <source>{people} can be reached, of {match} who match</source>
      <translation>{people} joignables, sur {match} qui correspondent</translation>
    </message>
    <message>
      <source>{people} can be reached: all who match</source>
      <translation>{people} joignables : toutes celles qui correspondent</translation>
    </message>
    <message>
      <source>{people} people can be reached.</source>
      <translation>{people} personnes joignables.</translation>
    </message>
    <message>
      <source>{platform} delivers from here</source>
      <translation>{platform} diffuse à partir d’ici</translation>
    </message>
    <message>
      <source>{population} · snapshot of {day}</source>
      <translation>{population} · données du {day}</translation>
    </message>
    <message>
      <source>{purpose}: {channel}</source>
      <translation>{purpose} : {channel}</translation>
    </message>
    <message>
      <source>{rows} rows, {columns} columns.</source>
      <translation>{rows} lignes, {columns} colonnes.</translation>
    </message>
    <message>
      <source>{scopes} Checked live, and recorded when you press Check.</source>
      <translation>{scopes} Contrôle en continu, inscrit quand vous choisissez Contrôler.</translation>
    </message>
    <message>
      <source>{shown} of {all}</source>
      <translation>{shown} sur {all}</translation>
    </message>
    <message>
      <source>{shown} of {all} columns…</source>
      <translation>{shown} colonnes sur {all}…</translation>
    </message>
    <message>
      <source>{shown} of {all} entries</source>
      <translation>{shown} entrées sur {all}</translation>
    </message>
    <message>
      <source>{shown} of {all} groups</source>
      <translation>{shown} groupes sur {all}</translation>
    </message>
    <message>
      <source>{title}: the most common is {value}, with up to {people}; {share} of it is only known to be one of a few.</source>
      <translation>{title} : le plus courant est {value}, avec jusqu’à {people} ; {share} des barres n’est connu que comme partie d’un ensemble.</translation>
    </message>
    <message>
      <source>{title}: the most common is {value}, with {people}.</source>
      <translation>{title} : le plus courant est {value}, avec {people}.</translation>
    </message>
    <message>
      <source>{title}: there is nothing to show.</source>
      <translation>{title} : il n’y a rien à montrer.</translation>
    </message>
    <message>
      <source>{title}: {groups}, half of them with {people} or fewer, the smallest with {least}.</source>
      <translation>{title} : {groups}, dont la moitié a {people} ou moins ; le plus petit en a {least}.</translation>
    </message>
    <message>
      <source>{title}: {most} is known exactly of {most_share} of people, {least} of {least_share}.</source>
      <translation>{title} : {most} est connu exactement pour {most_share} des personnes, {least} pour {least_share}.</translation>
    </message>
    <message>
      <source>{value} %</source>
      <translation>{value} %</translation>
    </message>
    <message>
      <source>{workspace} – open now</source>
      <translation>{workspace} – ouvert</translation>
    </message>
    <message>
      <source>“{name}”</source>
      <translation>« {name} »</translation>
    </message>
    <message>
      <source>“{name}” was imported: {people}.</source>
      <translation>« {name} » est importé : {people}.</translation>
    </message>
    <message numerus="yes">
      <source>… and %Ln more, in the table.</source>
      <translation>
        <numerusform>… et %Ln de plus, dans le tableau.</numerusform>
        <numerusform>… et %Ln de plus, dans le tableau.</numerusform>
      </translation>
    </message>
    <message>
      <source>… and {values} more</source>
      <translation>… et {values} de plus</translation>
    </message>
  </context>
</TS>
